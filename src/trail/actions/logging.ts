import { actionInfo, servicePrefix } from '#aws/iam/actions.js';
import { actionsOf, isRenamedTo, renamings } from './events.js';
import { WITHOUT_OPERATION } from './permissions-without-operation.generated.js';

/**
 * What CloudTrail records of a call. `management`: an event in every trail, unless the trail leaves out reads or writes, or the
 * service. `data`: an event only where the trail asks for those of this resource type and this resource. `passed`: no event of its
 * own, but that of the call that hands on the role. `none`: no event at all. `unknown`: what follows from no source here.
 */
export type Logging =
  | { readonly kind: 'management'; readonly source: string }
  | { readonly kind: 'data'; readonly type: string; readonly source: string }
  | { readonly kind: 'passed' | 'none' | 'unknown'; readonly source: string };

interface ServiceLogging {
  /** "All actions are logged", but for those below. */
  readonly source: string;
  /** Data events, by resource type. */
  readonly data?: Readonly<Record<string, readonly string[]>>;
  readonly none?: readonly string[];
  readonly passed?: readonly string[];
  /** Recorded under their own names although the service's public API does not have them. */
  readonly also?: readonly string[];
}

const DOCS = 'https://docs.aws.amazon.com';
/** Resource types of data events. */
const DATA = `${DOCS}/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html`;

const SERVICES: Readonly<Record<string, ServiceLogging>> = {
  amplify: { source: `${DOCS}/amplify/latest/userguide/logging-using-cloudtrail.html` },
  appconfig: {
    source: `${DOCS}/appconfig/latest/userguide/logging-using-cloudtrail.html`,
    data: { 'AWS::AppConfig::Configuration': ['GetLatestConfiguration', 'StartConfigurationSession'] },
  },
  apprunner: { source: `${DOCS}/apprunner/latest/dg/monitor-ct.html` },
  appstream: { source: `${DOCS}/appstream2/latest/developerguide/logging-using-cloudtrail.html` },
  appsync: {
    source: `${DOCS}/appsync/latest/devguide/cloudtrail-logging.html`,
    data: { 'AWS::AppSync::GraphQLApi': ['GraphQL'] },
  },
  autoscaling: { source: `${DOCS}/autoscaling/ec2/userguide/logging-using-cloudtrail.html` },
  backup: { source: `${DOCS}/aws-backup/latest/devguide/logging-using-cloudtrail.html` },
  batch: { source: `${DOCS}/batch/latest/userguide/logging-using-cloudtrail.html` },
  bedrock: {
    source: `${DOCS}/bedrock/latest/userguide/logging-using-cloudtrail.html`,
    data: {
      'AWS::Bedrock::AgentAlias': ['InvokeAgent'],
      'AWS::Bedrock::KnowledgeBase': ['Retrieve', 'RetrieveAndGenerate'],
      'AWS::Bedrock::FlowAlias': ['InvokeFlow'],
      'AWS::Bedrock::Guardrail': ['ApplyGuardrail'],
      'AWS::Bedrock::Model': ['InvokeModelWithBidirectionalStream'],
    },
  },
  'bedrock-agentcore': {
    source: `${DOCS}/bedrock-agentcore/latest/devguide/logging-using-cloudtrail.html`,
    data: {
      'AWS::BedrockAgentCore::Runtime': ['InvokeAgentRuntime', 'InvokeAgentRuntimeForUser'],
      'AWS::BedrockAgentCore::CodeInterpreter': [
        'InvokeCodeInterpreter',
        'StartCodeInterpreterSession',
        'StopCodeInterpreterSession',
      ],
    },
  },
  budgets: { source: `${DOCS}/cost-management/latest/userguide/logging-using-cloudtrail.html` },
  chatbot: { source: `${DOCS}/chatbot/latest/adminguide/logging-using-cloudtrail.html` },
  cloudformation: { source: `${DOCS}/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html` },
  codebuild: { source: `${DOCS}/codebuild/latest/userguide/cloudtrail.html` },
  codedeploy: { source: `${DOCS}/codedeploy/latest/userguide/monitoring-cloudtrail.html` },
  codepipeline: { source: `${DOCS}/codepipeline/latest/userguide/monitoring-cloudtrail-logs.html` },
  comprehend: { source: `${DOCS}/comprehend/latest/dg/logging-using-cloudtrail.html` },
  datapipeline: { source: `${DOCS}/datapipeline/latest/DeveloperGuide/dp-cloudtrail-logging.html` },
  datasync: { source: `${DOCS}/datasync/latest/userguide/logging-using-cloudtrail.html` },
  datazone: { source: `${DOCS}/datazone/latest/userguide/logging-using-cloudtrail.html` },
  dax: { source: `${DOCS}/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html` },
  dlm: { source: `${DOCS}/ebs/latest/userguide/dlm-ct.html` },
  dms: { source: `${DOCS}/dms/latest/userguide/logging-using-cloudtrail.html` },
  dynamodb: {
    source: `${DOCS}/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html`,
    data: {
      'AWS::DynamoDB::Table': [
        'BatchExecuteStatement',
        'BatchGetItem',
        'BatchWriteItem',
        'ConditionCheckItem',
        'DeleteItem',
        'ExecuteStatement',
        'ExecuteTransaction',
        'GetItem',
        'PartiQLDelete',
        'PartiQLInsert',
        'PartiQLSelect',
        'PartiQLUpdate',
        'PutItem',
        'Query',
        'Scan',
        'SearchVectors',
        'TransactGetItems',
        'TransactWriteItems',
        'UpdateItem',
      ],
      'AWS::DynamoDB::Stream': ['GetRecords', 'GetShardIterator'],
    },
    // Made by DynamoDB itself when it replicates.
    none: ['ReadDataForReplication', 'WriteDataForReplication', 'ReplicateSettings'],
  },
  ebs: {
    source: DATA,
    data: {
      'AWS::EC2::Snapshot': [
        'CompleteSnapshot',
        'GetSnapshotBlock',
        'ListChangedBlocks',
        'ListSnapshotBlocks',
        'PutSnapshotBlock',
        'StartSnapshot',
      ],
    },
  },
  ec2: { source: `${DOCS}/AWSEC2/latest/UserGuide/monitor-with-cloudtrail.html` },
  'ec2-instance-connect': { source: `${DOCS}/AWSEC2/latest/UserGuide/log-ec2-instance-connect-using-cloudtrail.html` },
  // The message channel of older agents.
  ec2messages: {
    source: `${DOCS}/systems-manager/latest/userguide/monitoring-cloudtrail-logs.html`,
    none: ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'],
  },
  ecr: { source: `${DOCS}/AmazonECR/latest/userguide/logging-using-cloudtrail.html` },
  ecs: {
    source: `${DOCS}/AmazonECS/latest/developerguide/logging-using-cloudtrail.html`,
    data: { 'AWS::ECS::ContainerInstance': ['Poll', 'StartTelemetrySession', 'PutSystemLogEvents'] },
  },
  eks: { source: `${DOCS}/eks/latest/userguide/logging-using-cloudtrail.html` },
  elasticbeanstalk: { source: `${DOCS}/elasticbeanstalk/latest/dg/AWSHowTo.cloudtrail.html` },
  elasticfilesystem: {
    source: `${DOCS}/efs/latest/ug/logging-using-cloudtrail.html`,
    // No data event that a trail chooses, but an event only where the client is authorised by IAM: what is seen is not all.
    data: { 'AWS::EFS::FileSystem': ['ClientMount', 'ClientRootAccess', 'ClientWrite'] },
    none: ['ReplicationRead', 'ReplicationWrite'],
  },
  elasticloadbalancing: { source: `${DOCS}/elasticloadbalancing/latest/userguide/logging-using-cloudtrail.html` },
  elasticmapreduce: { source: `${DOCS}/emr/latest/ManagementGuide/logging-using-cloudtrail.html` },
  elastictranscoder: { source: `${DOCS}/elastictranscoder/latest/developerguide/logging-using-cloudtrail.html` },
  'emr-serverless': { source: `${DOCS}/emr/latest/EMR-Serverless-UserGuide/logging-using-cloudtrail.html` },
  es: {
    source: `${DOCS}/opensearch-service/latest/developerguide/managedomains-cloudtrailauditing.html`,
    none: ['ESHttpDelete', 'ESHttpGet', 'ESHttpHead', 'ESHttpPatch', 'ESHttpPost', 'ESHttpPut'],
  },
  events: {
    source: `${DOCS}/eventbridge/latest/userguide/eb-logging-cloudtrail.html`,
    none: ['PutEvents'],
  },
  finspace: { source: `${DOCS}/finspace/latest/userguide/logging-cloudtrail-events.html` },
  fis: { source: `${DOCS}/fis/latest/userguide/logging-using-cloudtrail.html` },
  gamelift: { source: `${DOCS}/gamelift/latest/developerguide/logging-using-cloudtrail.html` },
  glue: {
    source: `${DOCS}/glue/latest/dg/monitor-cloudtrail.html`,
    // Tables of Lake Formation are read by these: https://docs.aws.amazon.com/lake-formation/latest/dg/logging-using-cloudtrail.html
    data: {
      'AWS::Glue::Table': [
        'GetUnfilteredTableMetadata',
        'GetUnfilteredPartitionMetadata',
        'GetUnfilteredPartitionsMetadata',
      ],
    },
  },
  grafana: { source: `${DOCS}/grafana/latest/userguide/logging-using-cloudtrail.html` },
  guardduty: { source: `${DOCS}/guardduty/latest/ug/logging-using-cloudtrail.html` },
  iam: {
    source: `${DOCS}/IAM/latest/UserGuide/cloudtrail-integration.html`,
    passed: ['PassRole'],
  },
  identitystore: { source: `${DOCS}/singlesignon/latest/userguide/logging-using-cloudtrail.html` },
  imagebuilder: { source: `${DOCS}/imagebuilder/latest/userguide/log-cloudtrail.html` },
  iot: {
    source: `${DOCS}/iot/latest/developerguide/iot-using-cloudtrail.html`,
    none: ['Connect', 'Publish', 'Receive', 'Subscribe'],
  },
  kendra: {
    source: `${DOCS}/kendra/latest/dg/cloudtrail.html`,
    data: { 'AWS::Kendra::Index': ['Query', 'Retrieve', 'GetQuerySuggestions'] },
  },
  kinesisanalytics: { source: `${DOCS}/managed-flink/latest/java/logging-using-cloudtrail.html` },
  kinesis: {
    source: `${DOCS}/streams/latest/dev/logging-using-cloudtrail.html`,
    data: {
      'AWS::Kinesis::Stream': ['GetRecords', 'GetShardIterator', 'ListShards', 'PutRecord', 'PutRecords'],
      'AWS::Kinesis::StreamConsumer': ['SubscribeToShard'],
    },
  },
  kms: { source: `${DOCS}/kms/latest/developerguide/logging-using-cloudtrail.html` },
  lakeformation: { source: `${DOCS}/lake-formation/latest/dg/logging-using-cloudtrail.html` },
  lambda: {
    source: `${DOCS}/lambda/latest/dg/logging-using-cloudtrail.html`,
    data: { 'AWS::Lambda::Function': ['InvokeFunction', 'InvokeAsync', 'InvokeFunctionUrl'] },
    // Of Lambda@Edge, made by CloudFront.
    none: ['DisableReplication', 'EnableReplication', 'GetFunctionInternal'],
  },
  logs: {
    source: `${DOCS}/AmazonCloudWatch/latest/logs/logging_cw_api_calls_cwl.html`,
    none: ['PutLogEvents', 'FilterLogEvents', 'GetLogEvents', 'GetLogRecord', 'StartLiveTail', 'Unmask'],
  },
  m2: { source: `${DOCS}/m2/latest/userguide/logging-using-cloudtrail.html` },
  medialive: { source: `${DOCS}/medialive/latest/ug/logging-using-cloudtrail.html` },
  opsworks: { source: `${DOCS}/opsworks/latest/userguide/monitoring-cloudtrail.html` },
  organizations: { source: `${DOCS}/organizations/latest/userguide/orgs_cloudtrail-integration.html` },
  pipes: { source: `${DOCS}/eventbridge/latest/userguide/eb-logging-cloudtrail.html` },
  qbusiness: {
    source: `${DOCS}/amazonq/latest/qbusiness-ug/logging-using-cloudtrail.html`,
    data: { 'AWS::QBusiness::Application': ['Chat', 'ChatSync'] },
  },
  quicksight: { source: `${DOCS}/quicksight/latest/user/logging-using-cloudtrail.html` },
  rds: { source: `${DOCS}/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html` },
  redshift: { source: `${DOCS}/redshift/latest/mgmt/logging-with-cloudtrail.html` },
  rekognition: { source: `${DOCS}/rekognition/latest/dg/logging-using-cloudtrail.html` },
  rolesanywhere: { source: `${DOCS}/rolesanywhere/latest/userguide/logging-using-cloudtrail.html` },
  s3: {
    source: `${DOCS}/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html`,
    data: {
      'AWS::S3::Object': [
        'AbortMultipartUpload',
        'BypassGovernanceRetention',
        'DeleteObject',
        'DeleteObjectTagging',
        'DeleteObjectVersion',
        'DeleteObjectVersionTagging',
        'GetObject',
        'GetObjectAcl',
        'GetObjectAttributes',
        'GetObjectLegalHold',
        'GetObjectRetention',
        'GetObjectTagging',
        'GetObjectTorrent',
        'GetObjectVersion',
        'GetObjectVersionAcl',
        'GetObjectVersionAttributes',
        'GetObjectVersionTagging',
        'GetObjectVersionTorrent',
        'ListBucket',
        'ListBucketMultipartUploads',
        'ListBucketVersions',
        'ListMultipartUploadParts',
        'PutObject',
        'PutObjectAcl',
        'PutObjectLegalHold',
        'PutObjectRetention',
        'PutObjectTagging',
        'PutObjectVersionAcl',
        'PutObjectVersionTagging',
        'RestoreObject',
      ],
    },
    // Replication is the service's own work: the permissions are those of the role that it assumes.
    none: [
      'GetObjectVersionForReplication',
      'InitiateReplication',
      'ObjectOwnerOverrideToBucketOwner',
      'ReplicateDelete',
      'ReplicateObject',
      'ReplicateTags',
    ],
  },
  sagemaker: {
    source: `${DOCS}/sagemaker/latest/dg/logging-using-cloudtrail.html`,
    data: {
      'AWS::SageMaker::Endpoint': ['InvokeEndpoint', 'InvokeEndpointAsync', 'InvokeEndpointWithResponseStream'],
      'AWS::SageMaker::FeatureGroup': ['BatchGetRecord', 'DeleteRecord', 'GetRecord', 'PutRecord'],
      'AWS::SageMaker::ExperimentTrialComponent': ['BatchPutMetrics', 'BatchGetMetrics'],
    },
  },
  scheduler: { source: `${DOCS}/scheduler/latest/UserGuide/monitoring-cloudtrail.html` },
  secretsmanager: { source: `${DOCS}/secretsmanager/latest/userguide/monitoring-cloudtrail.html` },
  securitylake: { source: `${DOCS}/security-lake/latest/userguide/securitylake-cloudtrail.html` },
  servicediscovery: {
    source: `${DOCS}/cloud-map/latest/dg/cloudtrail-logging.html`,
    data: { 'AWS::ServiceDiscovery::Service': ['DiscoverInstances', 'DiscoverInstancesRevision'] },
  },
  sns: { source: `${DOCS}/sns/latest/dg/logging-using-cloudtrail.html`, data: { 'AWS::SNS::Topic': ['Publish'] } },
  sqs: {
    source: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-logging-using-cloudtrail.html`,
    data: { 'AWS::SQS::Queue': ['ChangeMessageVisibility', 'DeleteMessage', 'ReceiveMessage', 'SendMessage'] },
  },
  ssm: {
    source: `${DOCS}/systems-manager/latest/userguide/monitoring-cloudtrail-logs.html`,
    data: { 'AWS::SSM::ManagedNode': ['RequestManagedInstanceRoleToken'] },
    also: ['ListInstanceAssociations', 'UpdateInstanceInformation'],
  },
  ssmmessages: {
    source: `${DOCS}/systems-manager/latest/userguide/monitoring-cloudtrail-logs.html`,
    data: { 'AWS::SSMMessages::ControlChannel': ['CreateControlChannel', 'OpenControlChannel'] },
    none: ['CreateDataChannel', 'OpenDataChannel'],
  },
  sso: { source: `${DOCS}/singlesignon/latest/userguide/logging-using-cloudtrail.html` },
  states: {
    source: `${DOCS}/step-functions/latest/dg/procedure-cloud-trail.html`,
    data: { 'AWS::StepFunctions::StateMachine': ['InvokeHTTPEndpoint'] },
  },
  storagegateway: { source: `${DOCS}/filegateway/latest/files3/logging-using-cloudtrail.html` },
  sts: { source: `${DOCS}/IAM/latest/UserGuide/cloudtrail-integration.html` },
  synthetics: { source: `${DOCS}/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html` },
  transfer: { source: `${DOCS}/transfer/latest/userguide/logging-using-cloudtrail.html` },
  xray: {
    source: `${DOCS}/xray/latest/devguide/xray-api-cloudtrail.html`,
    data: { 'AWS::XRay::Trace': ['PutTraceSegments', 'GetTraceSummaries', 'BatchGetTraces'] },
    none: ['PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets', 'GetSamplingStatisticSummaries'],
  },
  cloudwatch: {
    source: `${DOCS}/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html`,
    data: {
      'AWS::CloudWatch::Metric': [
        'GetMetricData',
        'GetMetricStatistics',
        'GetMetricWidgetImage',
        'ListMetrics',
        'PutMetricData',
      ],
    },
  },
};

/** The prefixes of the services of which it is known what of them CloudTrail records. */
export const LOGGED_SERVICES: readonly string[] = Object.keys(SERVICES);

/** The hosts and events by which data events are known in a trail. */
export function isDataEvent(source: string, event: string): boolean {
  return actionsOf(source, event).some((action) => loggingOf(action).kind === 'data');
}

/** The names that data events may have, with those that stand for others. */
export function dataEventNames(): readonly string[] {
  const own = Object.values(SERVICES).flatMap(({ data }) => Object.values(data ?? {}).flat());
  const renamed = renamings().filter(({ actions }) => actions.some((action) => loggingOf(action).kind === 'data'));
  return [...new Set([...own, ...renamed.map(({ event }) => event)])].toSorted();
}

/** What CloudTrail records of this action; its letters' case does not matter. */
export function loggingOf(action: string): Logging {
  const prefix = servicePrefix(action);
  const service = Object.hasOwn(SERVICES, prefix) ? SERVICES[prefix] : undefined;
  if (!service) return { kind: 'unknown', source: DATA };
  const { source } = service;
  const name = action.slice(prefix.length + 1).toLowerCase();
  const among = (names: readonly string[] = []): boolean => names.some((each) => each.toLowerCase() === name);
  if (among(service.passed)) return { kind: 'passed', source };
  if (among(service.none)) return { kind: 'none', source };
  const type = Object.entries(service.data ?? {}).find(([, names]) => among(names))?.[0];
  if (type !== undefined) return { kind: 'data', type, source };
  return among(service.also) || isRecordedAs(prefix, name)
    ? { kind: 'management', source }
    : { kind: 'unknown', source };
}

/**
 * Whether an event has the action's name, or one that is known to stand for it. Not of what is checked inside of other calls: what
 * has no operation of its own, and tagging, which those that create ask for as well.
 */
function isRecordedAs(prefix: string, name: string): boolean {
  if (actionInfo(`${prefix}:${name}`)?.accessLevel.includes('Tagging') === true) return false;
  if (isRenamedTo(`${prefix}:${name}`)) return true;
  return !(WITHOUT_OPERATION[prefix] ?? '').toLowerCase().split(' ').includes(name);
}
