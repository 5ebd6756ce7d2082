import { defineService } from './service.js';

export const mwaa = defineService({
  name: 'Amazon MWAA',
  prefix: 'airflow',
  frontDoors: [
    {
      type: 'aws_mwaa_environment',
      what: 'the public web server of an Airflow environment',
      when: [{ path: ['webserver_access_mode'], by: /^PUBLIC_ONLY$/, unset: 'closed' }],
      source: 'https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html',
    },
  ],
});
