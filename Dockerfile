# docker build --tag probity . && docker run --rm --volume "$PWD:/work:ro" probity check --format json
FROM node:22-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && mkdir /out && npm pack --ignore-scripts --pack-destination /out

FROM node:22-slim
# --changed-since asks git
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/* \
  # the folder that is looked at belongs to whoever started the container
  && git config --system --add safe.directory /work
COPY --from=build /out /tmp/probity
RUN npm install --global --omit=dev --ignore-scripts --no-audit --no-fund /tmp/probity/*.tgz \
  && rm -rf /tmp/probity /root/.npm
USER node
WORKDIR /work
ENTRYPOINT ["probity"]
CMD ["check"]
