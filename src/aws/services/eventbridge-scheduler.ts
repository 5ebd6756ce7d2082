import { defineService } from './service.js';

export const eventbridgeScheduler = defineService({
  name: 'Amazon EventBridge Scheduler',
  prefix: 'scheduler',
  runsWithRole: [
    {
      id: 'schedule',
      makes: 'a schedule',
      trusts: 'scheduler.amazonaws.com',
      needs: [['scheduler:CreateSchedule']],
      how: 'A universal target calls any AWS API with the role.',
      source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html',
    },
  ],
});
