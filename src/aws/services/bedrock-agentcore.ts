import { defineService } from './service.js';

export const bedrockAgentcore = defineService({
  name: 'Amazon Bedrock AgentCore',
  prefix: 'bedrock-agentcore',
  runsWithRole: [
    {
      id: 'agentcore-code-interpreter',
      makes: 'an AgentCore code interpreter',
      trusts: 'bedrock-agentcore.amazonaws.com',
      needs: [
        ['bedrock-agentcore:CreateCodeInterpreter'],
        ['bedrock-agentcore:StartCodeInterpreterSession'],
        ['bedrock-agentcore:InvokeCodeInterpreter'],
      ],
      how: 'The code of a session has the credentials of the execution role.',
      source: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/code-interpreter-tool.html',
    },
    {
      id: 'agentcore-runtime',
      makes: 'an AgentCore runtime',
      trusts: 'bedrock-agentcore.amazonaws.com',
      needs: [['bedrock-agentcore:CreateAgentRuntime'], ['bedrock-agentcore:InvokeAgentRuntime']],
      how: 'The container of the runtime has the credentials of the execution role.',
      source: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
    },
  ],
});
