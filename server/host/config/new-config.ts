/** A configuration to start with. */
export const NEW_CONFIG = `{
  // What each key means is shown on hover; \`probity rules\` lists the rules.
  "extends": "probity:recommended",
  "jurisdictions": [],
  "rules": {},
  "exclude": [],
  // Your own functions, which quick fixes then insert.
  "fixes": {
    // "consent": { "name": "requireConsent", "from": "./src/consent", "call": "await {name}({subject}.id)" },
    // "redact": { "name": "redact", "from": "./src/privacy" },
    // "notice": { "name": "AiNotice", "from": "./src/components/ai-notice" }
  }
}
`;
