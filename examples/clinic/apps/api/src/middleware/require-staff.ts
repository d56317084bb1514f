import type { RequestHandler } from 'express';

/** Signed-in staff only. Says who asks, not what the patient agreed to. */
export const requireStaff: RequestHandler = (req, res, next) => {
  if (!req.headers.authorization?.startsWith('Bearer ')) {
    res.status(401).json({ error: 'Sign in first' });
    return;
  }
  next();
};
