import type { Provider } from '../provider.ts';
import { array, membersOf, union, UNKNOWN } from '../shape.ts';

/** class-transformer: plain objects as instances of a class: https://github.com/typestack/class-transformer. */
export const classTransformer: Provider = {
  id: 'class-transformer',
  packages: ['class-transformer'],
  call: (_, path, site) => {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (/^(?:plainToInstance|plainToClass|deserialize)$/.test(name)) {
      const made = union(membersOf(site.shape(0)).map((m) => (m.k === 'function' ? m.returns : UNKNOWN)));
      return site.shape(1).k === 'array' ? array(made) : made;
    }
    return /^(?:instanceToPlain|classToPlain|instanceToInstance)$/.test(name) ? site.shape(0) : null;
  },
};
