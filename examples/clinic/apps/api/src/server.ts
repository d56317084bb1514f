import { createApp } from '@/app';
import { config } from '@/config';
import { createContainer } from '@/container';
import { startWeeklyDigest } from '@/jobs/weekly-digest';

const container = createContainer();
createApp(container).listen(config.port, () => {
  console.log(`clinic api on :${config.port}`);
});
startWeeklyDigest(container);
