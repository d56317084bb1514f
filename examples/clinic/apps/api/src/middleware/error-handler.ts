import { ConsentRequiredError } from '@clinic/shared';
import type { ErrorRequestHandler } from 'express';

export const errorHandler: ErrorRequestHandler = (error, _req, res, _next) => {
  const status = error instanceof ConsentRequiredError ? error.status : 500;
  res.status(status).json({ error: status === 403 ? 'AI consent required' : 'Internal error' });
};
