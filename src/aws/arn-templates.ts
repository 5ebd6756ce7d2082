/**
 * What follows `arn:<partition>:` for each resource type. `{A}` is the account, `{R}` the region, `{name}` the attribute
 * of that name (a hole where the configuration does not set it), `{path|/}` the same with a default.
 * Formats: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const TEMPLATES: readonly (readonly [type: string, template: string])[] = [
  ['aws_iam_role', 'iam::{A}:role{path|/}{name}'],
  ['aws_iam_user', 'iam::{A}:user{path|/}{name}'],
  ['aws_iam_group', 'iam::{A}:group{path|/}{name}'],
  ['aws_iam_policy', 'iam::{A}:policy{path|/}{name}'],
  ['aws_iam_instance_profile', 'iam::{A}:instance-profile{path|/}{name}'],
  ['aws_iam_saml_provider', 'iam::{A}:saml-provider/{name}'],
  ['aws_iam_virtual_mfa_device', 'iam::{A}:mfa{path|/}{virtual_mfa_device_name}'],

  ['aws_instance', 'ec2:{R}:{A}:instance/{id}'],
  ['aws_spot_instance_request', 'ec2:{R}:{A}:instance/{spot_instance_id}'],
  ['aws_launch_template', 'ec2:{R}:{A}:launch-template/{id}'],
  ['aws_security_group', 'ec2:{R}:{A}:security-group/{id}'],
  ['aws_subnet', 'ec2:{R}:{A}:subnet/{id}'],
  ['aws_vpc', 'ec2:{R}:{A}:vpc/{id}'],
  ['aws_ebs_volume', 'ec2:{R}:{A}:volume/{id}'],
  ['aws_ebs_snapshot', 'ec2:{R}::snapshot/{id}'],
  ['aws_ami', 'ec2:{R}::image/{id}'],
  ['aws_network_interface', 'ec2:{R}:{A}:network-interface/{id}'],
  ['aws_key_pair', 'ec2:{R}:{A}:key-pair/{key_name}'],
  ['aws_internet_gateway', 'ec2:{R}:{A}:internet-gateway/{id}'],
  ['aws_route_table', 'ec2:{R}:{A}:route-table/{id}'],
  ['aws_vpc_endpoint', 'ec2:{R}:{A}:vpc-endpoint/{id}'],
  ['aws_autoscaling_group', 'autoscaling:{R}:{A}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}'],
  ['aws_launch_configuration', 'autoscaling:{R}:{A}:launchConfiguration:{uuid}:launchConfigurationName/{name}'],

  ['aws_ecs_cluster', 'ecs:{R}:{A}:cluster/{name}'],
  ['aws_ecs_capacity_provider', 'ecs:{R}:{A}:capacity-provider/{name}'],
  ['aws_ecs_task_definition', 'ecs:{R}:{A}:task-definition/{family}:{revision}'],
  ['aws_ecr_repository', 'ecr:{R}:{A}:repository/{name}'],
  ['aws_eks_cluster', 'eks:{R}:{A}:cluster/{name}'],
  ['aws_eks_node_group', 'eks:{R}:{A}:nodegroup/{cluster_name}/{node_group_name}/{uuid}'],
  ['aws_eks_fargate_profile', 'eks:{R}:{A}:fargateprofile/{cluster_name}/{fargate_profile_name}/{uuid}'],
  ['aws_batch_compute_environment', 'batch:{R}:{A}:compute-environment/{compute_environment_name}'],
  ['aws_batch_job_queue', 'batch:{R}:{A}:job-queue/{name}'],
  ['aws_batch_job_definition', 'batch:{R}:{A}:job-definition/{name}:{revision}'],
  ['aws_lambda_function', 'lambda:{R}:{A}:function:{function_name}'],
  ['aws_apprunner_service', 'apprunner:{R}:{A}:service/{service_name}/{service_id}'],
  ['aws_codebuild_project', 'codebuild:{R}:{A}:project/{name}'],
  ['aws_codepipeline', 'codepipeline:{R}:{A}:{name}'],
  ['aws_codecommit_repository', 'codecommit:{R}:{A}:{repository_name}'],
  ['aws_cloudformation_stack', 'cloudformation:{R}:{A}:stack/{name}/{uuid}'],
  ['aws_sfn_state_machine', 'states:{R}:{A}:stateMachine:{name}'],
  ['aws_sagemaker_notebook_instance', 'sagemaker:{R}:{A}:notebook-instance/{name}'],
  ['aws_glue_job', 'glue:{R}:{A}:job/{name}'],
  ['aws_glue_dev_endpoint', 'glue:{R}:{A}:devEndpoint/{name}'],
  ['aws_emr_cluster', 'elasticmapreduce:{R}:{A}:cluster/{id}'],
  ['aws_elastic_beanstalk_environment', 'elasticbeanstalk:{R}:{A}:environment/{application}/{name}'],
  ['aws_imagebuilder_image_pipeline', 'imagebuilder:{R}:{A}:image-pipeline/{name}'],

  ['aws_efs_file_system', 'elasticfilesystem:{R}:{A}:file-system/{id}'],
  ['aws_efs_access_point', 'elasticfilesystem:{R}:{A}:access-point/{id}'],
  ['aws_fsx_lustre_file_system', 'fsx:{R}:{A}:file-system/{id}'],
  ['aws_s3_bucket', 's3:::{bucket}'],
  ['aws_s3_access_point', 's3:{R}:{A}:accesspoint/{name}'],
  ['aws_dynamodb_table', 'dynamodb:{R}:{A}:table/{name}'],
  ['aws_secretsmanager_secret', 'secretsmanager:{R}:{A}:secret:{name}-{suffix}'],
  ['aws_kms_key', 'kms:{R}:{A}:key/{key_id}'],
  ['aws_kms_replica_key', 'kms:{R}:{A}:key/{key_id}'],
  ['aws_kms_alias', 'kms:{R}:{A}:{name}'],
  ['aws_sqs_queue', 'sqs:{R}:{A}:{name}'],
  ['aws_sns_topic', 'sns:{R}:{A}:{name}'],
  ['aws_kinesis_stream', 'kinesis:{R}:{A}:stream/{name}'],
  ['aws_kinesis_firehose_delivery_stream', 'firehose:{R}:{A}:deliverystream/{name}'],
  ['aws_db_instance', 'rds:{R}:{A}:db:{identifier}'],
  ['aws_db_snapshot', 'rds:{R}:{A}:snapshot:{db_snapshot_identifier}'],
  ['aws_rds_cluster', 'rds:{R}:{A}:cluster:{cluster_identifier}'],
  ['aws_rds_cluster_instance', 'rds:{R}:{A}:db:{identifier}'],
  ['aws_redshift_cluster', 'redshift:{R}:{A}:cluster:{cluster_identifier}'],
  ['aws_elasticache_cluster', 'elasticache:{R}:{A}:cluster:{cluster_id}'],
  ['aws_elasticache_replication_group', 'elasticache:{R}:{A}:replicationgroup:{replication_group_id}'],
  ['aws_opensearch_domain', 'es:{R}:{A}:domain/{domain_name}'],
  ['aws_elasticsearch_domain', 'es:{R}:{A}:domain/{domain_name}'],
  ['aws_backup_vault', 'backup:{R}:{A}:backup-vault:{name}'],
  ['aws_athena_workgroup', 'athena:{R}:{A}:workgroup/{name}'],
  ['aws_glue_catalog_database', 'glue:{R}:{A}:database/{name}'],

  ['aws_cloudwatch_log_group', 'logs:{R}:{A}:log-group:{name}'],
  ['aws_cloudwatch_metric_alarm', 'cloudwatch:{R}:{A}:alarm:{alarm_name}'],
  ['aws_cloudwatch_event_bus', 'events:{R}:{A}:event-bus/{name}'],
  ['aws_cloudwatch_event_rule', 'events:{R}:{A}:rule/{name}'],
  ['aws_cloudtrail', 'cloudtrail:{R}:{A}:trail/{name}'],
  ['aws_ssm_document', 'ssm:{R}:{A}:document/{name}'],
  ['aws_cognito_user_pool', 'cognito-idp:{R}:{A}:userpool/{id}'],
  ['aws_cognito_identity_pool', 'cognito-identity:{R}:{A}:identitypool/{id}'],
  ['aws_api_gateway_rest_api', 'apigateway:{R}::/restapis/{id}'],
  ['aws_apigatewayv2_api', 'apigateway:{R}::/apis/{id}'],
  ['aws_lb', 'elasticloadbalancing:{R}:{A}:loadbalancer/{arn_suffix}'],
  ['aws_alb', 'elasticloadbalancing:{R}:{A}:loadbalancer/{arn_suffix}'],
  ['aws_lb_target_group', 'elasticloadbalancing:{R}:{A}:{arn_suffix}'],
  ['aws_route53_zone', 'route53:::hostedzone/{zone_id}'],
  ['aws_cloudfront_distribution', 'cloudfront::{A}:distribution/{id}'],
  ['aws_acm_certificate', 'acm:{R}:{A}:certificate/{id}'],
  ['aws_wafv2_web_acl', 'wafv2:{R}:{A}:regional/webacl/{name}/{id}'],
];

export const ARN_TEMPLATES: ReadonlyMap<string, string> = new Map(TEMPLATES);

/**
 * What `id` is, for types whose `id` is not an id of its own.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, "Attribute Reference" of each.
 */
export const ID_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role', 'name'],
  ['aws_iam_user', 'name'],
  ['aws_iam_group', 'name'],
  ['aws_iam_policy', 'arn'],
  ['aws_iam_instance_profile', 'name'],
  ['aws_iam_saml_provider', 'arn'],
  ['aws_key_pair', 'key_name'],
  ['aws_autoscaling_group', 'name'],
  ['aws_ecs_cluster', 'arn'],
  ['aws_ecs_service', 'arn'],
  ['aws_ecs_capacity_provider', 'arn'],
  ['aws_ecs_task_definition', 'family'],
  ['aws_ecr_repository', 'name'],
  ['aws_eks_cluster', 'name'],
  ['aws_lambda_function', 'function_name'],
  ['aws_codebuild_project', 'arn'],
  ['aws_codepipeline', 'arn'],
  ['aws_sfn_state_machine', 'arn'],
  ['aws_glue_job', 'name'],
  ['aws_s3_bucket', 'bucket'],
  ['aws_dynamodb_table', 'name'],
  ['aws_secretsmanager_secret', 'arn'],
  ['aws_ssm_parameter', 'name'],
  ['aws_ssm_document', 'name'],
  ['aws_kms_key', 'key_id'],
  ['aws_sns_topic', 'arn'],
  ['aws_kinesis_stream', 'arn'],
  ['aws_cloudwatch_log_group', 'name'],
  ['aws_cloudwatch_event_rule', 'name'],
  ['aws_rds_cluster', 'cluster_identifier'],
  ['aws_cloudtrail', 'arn'],
  ['aws_lb', 'arn'],
  ['aws_lb_target_group', 'arn'],
  ['aws_acm_certificate', 'arn'],
]);

/** What a data source calls an attribute of the resource that it looks up: `data.aws_iam_user.x.user_name` is the user's name. */
export const LOOKUP_ATTRIBUTES: ReadonlyMap<string, readonly (readonly [attribute: string, lookup: string])[]> =
  new Map([
    ['aws_iam_user', [['name', 'user_name']]],
    ['aws_iam_group', [['name', 'group_name']]],
    ['aws_instance', [['id', 'instance_id']]],
    ['aws_ecs_cluster', [['name', 'cluster_name']]],
    [
      'aws_ecs_service',
      [
        ['name', 'service_name'],
        ['cluster', 'cluster_arn'],
      ],
    ],
    ['aws_ecs_task_definition', [['family', 'task_definition']]],
    ['aws_efs_file_system', [['id', 'file_system_id']]],
    ['aws_efs_access_point', [['id', 'access_point_id']]],
    ['aws_db_instance', [['identifier', 'db_instance_identifier']]],
  ]);

/** ARNs of things inside a resource: what stands between its ARN and the part that AWS decides. */
export const INNER_ARNS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['aws_dynamodb_table', new Map([['stream_arn', '/stream/']])],
  ['aws_lambda_function', new Map([['qualified_arn', ':']])],
  ['aws_sfn_state_machine', new Map([['state_machine_version_arn', ':']])],
]);

/** Attributes that are the ARN of another resource: which argument names that one. */
export const FOREIGN_ARNS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['aws_efs_access_point', new Map([['file_system_arn', 'file_system_id']])],
  ['aws_kms_alias', new Map([['target_key_arn', 'target_key_id']])],
  ['aws_secretsmanager_secret_version', new Map([['arn', 'secret_id']])],
]);

/**
 * Types that are given a name of this form where the configuration gives none, and no prefix (`bucket_prefix`) either.
 * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/create/naming.go
 */
export const GENERATED_NAME = 'terraform-';
export const GENERATED_NAMES: ReadonlyMap<string, string> = new Map([
  ['aws_cloudwatch_log_group', 'name'],
  ['aws_iam_instance_profile', 'name'],
  ['aws_iam_policy', 'name'],
  ['aws_iam_role', 'name'],
  ['aws_s3_bucket', 'bucket'],
  ['aws_secretsmanager_secret', 'name'],
  ['aws_sns_topic', 'name'],
  ['aws_sqs_queue', 'name'],
]);
