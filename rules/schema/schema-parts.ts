/** Parts of the JSON Schema of a config that stand in many places. Descriptions complete the sentence “must be …”. */
export const severity = {
  enum: ['off', 'info', 'warning', 'error'],
  description: 'a severity: "off", "info", "warning" or "error"',
} as const;

export const text = { type: 'string', minLength: 1, description: 'a text that is not empty' } as const;
export const texts = { type: 'array', items: text, description: 'a list of texts' } as const;
