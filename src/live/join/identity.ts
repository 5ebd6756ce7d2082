/**
 * What tells the resources of a type apart. Attributes are those of the provider:
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, and what AWS keeps unique in an account, a region or
 * another resource stands in the API reference of each service.
 */

/** Attributes that name one resource of a type, all of them together. */
const NAMES: readonly (readonly [type: string, ...attributes: string[]])[] = [
  ['aws_iam_role', 'name'],
  ['aws_iam_user', 'name'],
  ['aws_iam_group', 'name'],
  ['aws_iam_policy', 'name'],
  ['aws_iam_instance_profile', 'name'],
  ['aws_iam_role_policy', 'role', 'name'],
  ['aws_iam_user_policy', 'user', 'name'],
  ['aws_iam_group_policy', 'group', 'name'],
  ['aws_iam_role_policy_attachment', 'role', 'policy_arn'],
  ['aws_iam_user_policy_attachment', 'user', 'policy_arn'],
  ['aws_iam_group_policy_attachment', 'group', 'policy_arn'],
  ['aws_iam_user_group_membership', 'user'],
  ['aws_iam_user_login_profile', 'user'],
  ['aws_iam_access_key', 'user'],
  ['aws_iam_openid_connect_provider', 'url'],
  ['aws_iam_saml_provider', 'name'],
  ['aws_key_pair', 'key_name'],
  ['aws_launch_template', 'name'],
  ['aws_launch_configuration', 'name'],
  ['aws_autoscaling_group', 'name'],
  ['aws_security_group', 'name', 'vpc_id'],
  ['aws_internet_gateway', 'vpc_id'],
  ['aws_route_table_association', 'subnet_id'],
  ['aws_main_route_table_association', 'vpc_id'],
  ['aws_lb', 'name'],
  ['aws_elb', 'name'],
  ['aws_lb_target_group', 'name'],
  ['aws_lb_listener', 'load_balancer_arn', 'port'],
  ['aws_lb_listener_rule', 'listener_arn', 'priority'],
  ['aws_lb_target_group_attachment', 'target_group_arn', 'target_id'],
  ['aws_ecs_cluster', 'name'],
  ['aws_ecs_cluster_capacity_providers', 'cluster_name'],
  ['aws_ecs_capacity_provider', 'name'],
  ['aws_ecs_service', 'cluster', 'name'],
  ['aws_ecs_task_definition', 'family'],
  ['aws_ecr_repository', 'name'],
  ['aws_ecr_repository_policy', 'repository'],
  ['aws_efs_file_system', 'creation_token'],
  ['aws_efs_mount_target', 'file_system_id', 'subnet_id'],
  ['aws_efs_file_system_policy', 'file_system_id'],
  ['aws_lambda_function', 'function_name'],
  ['aws_lambda_alias', 'function_name', 'name'],
  ['aws_lambda_function_url', 'function_name'],
  ['aws_lambda_permission', 'function_name', 'statement_id'],
  ['aws_s3_bucket', 'bucket'],
  ['aws_s3_bucket_policy', 'bucket'],
  ['aws_s3_bucket_public_access_block', 'bucket'],
  ['aws_s3_bucket_acl', 'bucket'],
  ['aws_s3_bucket_ownership_controls', 'bucket'],
  ['aws_s3_bucket_website_configuration', 'bucket'],
  ['aws_dynamodb_table', 'name'],
  ['aws_dynamodb_resource_policy', 'resource_arn'],
  ['aws_secretsmanager_secret', 'name'],
  ['aws_secretsmanager_secret_policy', 'secret_arn'],
  ['aws_ssm_parameter', 'name'],
  ['aws_ssm_document', 'name'],
  ['aws_kms_alias', 'name'],
  ['aws_kms_key_policy', 'key_id'],
  ['aws_sqs_queue', 'name'],
  ['aws_sqs_queue_policy', 'queue_url'],
  ['aws_sns_topic', 'name'],
  ['aws_sns_topic_policy', 'arn'],
  ['aws_kinesis_stream', 'name'],
  ['aws_db_instance', 'identifier'],
  ['aws_rds_cluster', 'cluster_identifier'],
  ['aws_rds_cluster_instance', 'identifier'],
  ['aws_redshift_cluster', 'cluster_identifier'],
  ['aws_opensearch_domain', 'domain_name'],
  ['aws_eks_cluster', 'name'],
  ['aws_codebuild_project', 'name'],
  ['aws_sfn_state_machine', 'name'],
  ['aws_cloudformation_stack', 'name'],
  ['aws_cloudwatch_event_rule', 'name'],
  ['aws_cloudwatch_event_target', 'rule', 'target_id'],
  ['aws_cloudwatch_log_group', 'name'],
  ['aws_scheduler_schedule', 'name'],
  ['aws_api_gateway_rest_api', 'name'],
  ['aws_apigatewayv2_api', 'name'],
  ['aws_network_interface', 'id'],
  ['aws_glue_job', 'name'],
  ['aws_sagemaker_notebook_instance', 'name'],
];

/**
 * What is usually different between the resources of a type that has no name: taken for evidence only where just one
 * resource fits and it fits no other.
 */
const EVIDENCE: readonly (readonly [type: string, ...attributes: string[]])[] = [
  ['aws_vpc', 'tags.Name', 'cidr_block'],
  ['aws_subnet', 'vpc_id', 'cidr_block'],
  ['aws_security_group', 'vpc_id', 'name', 'description', 'tags.Name'],
  ['aws_route_table', 'vpc_id', 'tags.Name'],
  ['aws_network_acl', 'vpc_id', 'tags.Name'],
  ['aws_nat_gateway', 'subnet_id', 'tags.Name'],
  ['aws_vpc_endpoint', 'vpc_id', 'service_name'],
  ['aws_vpc_peering_connection', 'vpc_id', 'peer_vpc_id'],
  ['aws_eip', 'instance', 'tags.Name'],
  ['aws_instance', 'tags.Name', 'subnet_id', 'iam_instance_profile', 'private_ip'],
  ['aws_efs_file_system', 'tags.Name'],
  ['aws_efs_access_point', 'file_system_id', 'tags.Name', 'root_directory.path'],
  ['aws_kms_key', 'description', 'tags.Name'],
  ['aws_iam_role', 'name', 'path', 'description', 'tags.Name'],
  ['aws_iam_policy', 'name', 'path', 'description'],
  ['aws_iam_instance_profile', 'name', 'role'],
  ['aws_launch_template', 'name', 'image_id', 'tags.Name'],
  ['aws_launch_configuration', 'name', 'image_id', 'iam_instance_profile'],
  ['aws_autoscaling_group', 'name', 'vpc_zone_identifier'],
  ['aws_lambda_permission', 'function_name', 'action', 'principal', 'source_arn'],
  ['aws_s3_bucket', 'bucket', 'tags.Name'],
  ['aws_secretsmanager_secret', 'name', 'description'],
  ['aws_lb', 'name', 'tags.Name'],
  ['aws_lb_target_group', 'name', 'port', 'vpc_id'],
];

const table = (rows: readonly (readonly [string, ...string[]])[]): ReadonlyMap<string, readonly string[]> =>
  new Map(rows.map(([type, ...attributes]) => [type, attributes]));

export const NAMING: ReadonlyMap<string, readonly string[]> = table(NAMES);
export const TELLING: ReadonlyMap<string, readonly string[]> = table(EVIDENCE);

/** Types of which the provider has two names. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['aws_alb', 'aws_lb'],
  ['aws_alb_listener', 'aws_lb_listener'],
  ['aws_alb_target_group', 'aws_lb_target_group'],
  ['aws_default_vpc', 'aws_vpc'],
  ['aws_default_subnet', 'aws_subnet'],
  ['aws_default_security_group', 'aws_security_group'],
  ['aws_default_route_table', 'aws_route_table'],
  ['aws_default_network_acl', 'aws_network_acl'],
  ['aws_spot_instance_request', 'aws_instance'],
]);

/** The type that an account has for it. */
export function liveType(type: string): string {
  return SAME_AS.get(type) ?? type;
}

/**
 * Resources of Terraform that are a part of another one in an account, whoever wrote them: which argument names that one.
 * The account has the parts of all writers in one list.
 */
export const PARTS: ReadonlyMap<string, string> = new Map([
  ['aws_security_group_rule', 'security_group_id'],
  ['aws_vpc_security_group_ingress_rule', 'security_group_id'],
  ['aws_vpc_security_group_egress_rule', 'security_group_id'],
  ['aws_route', 'route_table_id'],
  ['aws_network_acl_rule', 'network_acl_id'],
  ['aws_vpc_ipv4_cidr_block_association', 'vpc_id'],
  ['aws_network_interface_sg_attachment', 'network_interface_id'],
  ['aws_autoscaling_attachment', 'autoscaling_group_name'],
]);

/** Of a family of revisions the one that was registered last is what Terraform manages. */
export const NEWEST: ReadonlyMap<string, string> = new Map([['aws_ecs_task_definition', 'revision']]);
