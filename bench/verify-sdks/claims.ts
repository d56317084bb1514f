import type { Sdk, SdkCall } from '../../rules/schema/types.ts';
import type { Resolver } from './resolve.ts';
import type { Values } from './walk.ts';

/**
 * How a path stands in the declarations: it is there; what leads to it may be anything (`any`, an index), so that it
 * cannot be told; it is not there.
 */
export type Standing = 'proven' | 'open' | 'missing';

/** A path of the catalogue as one line: `Client.chat.create`, `Client.chat.create 0.messages`, `Client.chat.create > text`. */
export type Claim = readonly [path: string, standing: Standing];

const standing = (values: Values): Standing => (values.types.length > 0 ? 'proven' : values.open ? 'open' : 'missing');

/** Every path of an SDK's file, and how it stands in one package. */
export function claimsOf(sdk: Sdk, resolver: Resolver): readonly Claim[] {
  const { walk } = resolver;
  const claims: Claim[] = [];

  function into(values: Values, path: readonly string[]): Values {
    return path.reduce((at, step) => walk.into(at, step), values);
  }

  /** An access path into the arguments of a call. */
  function given(at: string, callee: Values, path: string, when: SdkCall['when']): Standing {
    const [first = '', ...rest] = path.split('.');
    if (first === 'this' || first === 'args') return 'proven';
    if (first === 'receiver') {
      const [i = '0', ...inner] = rest;
      return standing(into(walk.argument(resolver.makers(at), Number(i)), inner));
    }
    if (when?.argument === Number(first)) {
      const commands = when.is.map((command) => resolver.callee(command));
      const inputs = commands.map((command) => standing(into(walk.argument(command, 0), rest)));
      return inputs.includes('proven') ? 'proven' : inputs.includes('open') ? 'open' : 'missing';
    }
    return standing(into(walk.argument(callee, Number(first)), rest));
  }

  function returned(callee: Values, path: string, constructs: boolean): Standing {
    const result = constructs ? walk.constructed(callee) : walk.called(callee);
    if (path === '') return walk.isVoid(callee) && !constructs ? 'missing' : 'proven';
    return standing(into(result, path.split('.')));
  }

  function called(at: string): Standing {
    return standing(resolver.at(at));
  }

  for (const [name, paths] of Object.entries(sdk.types ?? {})) {
    for (const path of paths) claims.push([`${name} = ${path}`, standing(resolver.at(path))]);
  }
  for (const [name, exported] of Object.entries(sdk.annotations ?? {})) {
    for (const type of exported) claims.push([`${name}: ${type}`, resolver.annotation(type) ? 'proven' : 'missing']);
  }
  for (const call of sdk.calls) {
    const there = called(call.at);
    claims.push([call.at, there]);
    if (there === 'missing') continue;
    const found = resolver.callee(call.at);
    for (const is of call.when?.is ?? []) claims.push([`${call.at} when ${is}`, standing(resolver.at(is))]);
    const when = call.when === undefined ? '' : ` ${call.when.is.join('|')}`;
    for (const whole of call.sends) {
      const path = declared(whole);
      claims.push([`${call.at}${when} ${path}`, there === 'open' ? 'open' : given(call.at, found, path, call.when)]);
    }
    for (const { path } of call.when === undefined ? (call.returns ?? []) : []) {
      const told = there === 'open' ? 'open' : returned(found, path, call.at.endsWith('.new()'));
      claims.push([`${call.at} > ${path}`, told]);
    }
  }
  for (const path of sdk.models ?? []) {
    const told = sdk.calls.map(({ at, when }) => given(at, resolver.callee(at), path, when));
    claims.push([`model ${path}`, told.reduce(better, 'missing')]);
  }
  for (const pass of sdk.passes ?? []) {
    if (pass.at.startsWith('*')) continue;
    const there = called(pass.at);
    claims.push([`pass ${pass.at}`, there]);
    if (there === 'missing') continue;
    for (const whole of pass.from) {
      const path = declared(whole);
      claims.push([
        `pass ${pass.at} ${path}`,
        there === 'open' ? 'open' : given(pass.at, resolver.callee(pass.at), path, undefined),
      ]);
    }
  }
  return claims;
}

/** The part of an access path that a package declares: what a tool is called and gives is of its user's making. */
const declared = (path: string): string => path.replace(/\.(?:\{\}|\(\)).*$/, '');

/** The better of what two versions or packages say of a path. */
export function better(a: Standing | undefined, b: Standing): Standing {
  if (a === 'proven' || b === 'proven') return 'proven';
  return a === 'open' || b === 'open' ? 'open' : 'missing';
}
