/** Category of text a user typed to be sent (a chat's input): told in the inventory, and a finding only where the team asks for it. */
export const FREE_TEXT = 'user.content.free_text';
