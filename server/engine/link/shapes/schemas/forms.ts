import type { NodeRef, Shape } from '../../contract.ts';
import type { Core } from '../core.ts';
import type { Provider } from '../provider.ts';
import { external, lazyFunction, record, recordOf, UNKNOWN, widened } from '../shape.ts';
import type { Site } from '../site.ts';
import { schemaOutput, valueAt } from './support.ts';

/** A text or a list that a form begins with stands for whatever is typed there. */
function blank(core: Core, shape: Shape): Shape {
  if (shape.k !== 'record') return widened(shape);
  return record(
    shape.name,
    () => new Map([...core.fields(shape)].map(([key, field]) => [key, { ...field, shape: blank(core, field.shape) }])),
    shape.source,
  );
}

/** The values a form begins with, as its options write them. */
function initial(core: Core, options: NodeRef | null, key: string): Shape {
  const values = valueAt(core, options, key);
  return values === null ? UNKNOWN : blank(core, core.literalShape(values));
}

const taking = (value: () => Shape): Shape =>
  lazyFunction(
    () => [value()],
    () => UNKNOWN,
  );

/** What the values of a React Hook Form are: its type argument, its resolver's schema, or what it begins with. */
function hookFormValues(core: Core, site: Site): Shape {
  const [written] = site.types;
  if (written !== undefined) return written;
  const options = site.argument(0);
  const resolver = valueAt(core, options, 'resolver');
  const resolved = resolver === null ? UNKNOWN : core.nodeShape(resolver);
  if (resolved.k === 'external' && resolved.name === 'Resolver') return resolved.args[0] ?? UNKNOWN;
  return initial(core, options, 'defaultValues');
}

/** React Hook Form: https://react-hook-form.com/docs/useform. */
const hookForm: Provider = {
  id: 'react-hook-form',
  packages: ['react-hook-form'],
  call: (core, path, site) =>
    path === 'useForm' || path === 'useFormContext'
      ? external('react-hook-form', 'UseFormReturn', [hookFormValues(core, site)])
      : null,
};

/** Its resolvers: `zodResolver(schema)`: https://github.com/react-hook-form/resolvers. */
const resolvers: Provider = {
  id: '@hookform/resolvers',
  packages: ['@hookform/resolvers'],
  call: (_, path, site) =>
    /(?:^|\.)\w+Resolver$/.test(path)
      ? external('@hookform/resolvers', 'Resolver', [schemaOutput(site.shape(0))])
      : null,
};

/** Formik: `useFormik({ initialValues, onSubmit })` and `<Formik …>`: https://formik.org/docs/api. */
const formik: Provider = {
  id: 'formik',
  packages: ['formik'],
  call: (core, path, site) =>
    path === 'useFormik' || path === 'useFormikContext'
      ? recordOf('', [['values', site.types[0] ?? initial(core, site.argument(0), 'initialValues')]])
      : null,
  argument: (core, self, key, index, site) =>
    self.name === 'typeof useFormik' && key === '' && index === 0
      ? recordOf('', [['onSubmit', taking(() => site.types[0] ?? initial(core, site.argument(0), 'initialValues'))]])
      : null,
  props: (core, self, props) =>
    self.name === 'typeof Formik'
      ? recordOf('', [['onSubmit', taking(() => initial(core, props, 'initialValues'))]])
      : null,
};

/** TanStack Form: `useForm({ defaultValues, onSubmit: ({ value }) => … })`: https://tanstack.com/form/latest/docs. */
const tanstackForms = ['react', 'vue', 'solid', 'svelte', 'angular', 'lit'].map((flavour): Provider => {
  const pkg = `@tanstack/${flavour}-form`;
  return {
    id: pkg,
    packages: [pkg],
    argument: (core, self, key, index, site) =>
      /^typeof (?:useForm|useAppForm|createForm|injectForm)$/.test(self.name) && key === '' && index === 0
        ? recordOf('', [
            ['onSubmit', taking(() => recordOf('', [['value', initial(core, site.argument(0), 'defaultValues')]]))],
          ])
        : null,
  };
});

/** Libraries of forms: what is submitted has the fields that the form begins with or its schema describes. */
export const forms: readonly Provider[] = [hookForm, resolvers, formik, ...tanstackForms];
