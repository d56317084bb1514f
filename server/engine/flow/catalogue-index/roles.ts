/** Names of the types of a framework's own values by what a handler's parameter holds: `express:Response`. */
export const ROLE_TYPES: Readonly<Record<string, string>> = {
  request: 'Request',
  response: 'Response',
  context: 'Context',
  event: 'Event',
};
