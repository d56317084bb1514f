import type { CiKind } from './proposal.ts';

/** Where findings are kept that were there at the start. */
export const BASELINE_FILE = 'probity-baseline.json';

/** A file for continuous integration, by its POSIX path from the root; null for none. */
export function ciFile(kind: CiKind, baseline: boolean): { readonly path: string; readonly text: string } | null {
  if (kind === 'none') return null;
  return kind === 'github'
    ? { path: '.github/workflows/probity.yml', text: github(baseline) }
    : { path: '.gitlab/probity.yml', text: gitlab(baseline) };
}

const github = (
  baseline: boolean,
): string => `# Findings are annotated on the changed lines and summed up on the run's page.
name: Probity
on:
  pull_request:
permissions:
  contents: read
jobs:
  probity:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          # --changed-since needs the history
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      # one check, three reports
      - run: >-
          npx --yes probity check --changed-since "origin/$BASE"${baseline ? ` --baseline ${BASELINE_FILE}` : ''}
          --format text --format github --format "markdown=$GITHUB_STEP_SUMMARY"
        env:
          BASE: \${{ github.base_ref }}
`;

const gitlab = (
  baseline: boolean,
): string => `# Findings are shown in the merge request as code quality and as tests, and in the log. Include it in .gitlab-ci.yml:
#   include:
#     - local: .gitlab/probity.yml
probity:
  image: node:22-slim
  stage: test
  script:
    - >-
      npx --yes probity check${baseline ? ` --baseline ${BASELINE_FILE}` : ''}
      --format text --format gitlab=gl-code-quality-report.json --format junit=probity.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: probity.xml
`;
