import nodemailer from 'nodemailer';
import { config } from '@/config';

const transport = nodemailer.createTransport(config.mailServer);

/** For letters that a model wrote and a doctor has read. */
export async function mailGeneratedLetter(to: string, subject: string, letter: string): Promise<void> {
  await transport.sendMail({
    to,
    from: config.mailSender,
    subject,
    text: `${letter}\n\nThis letter was written with the help of AI and checked by your doctor.`,
  });
}
