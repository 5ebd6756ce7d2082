import type { ContainerDefinition, TaskDefinition, Volume } from '@aws-sdk/client-ecs';
import type { Hidden } from '../hidden.js';
import { block, blocks, type LooseObject } from '../values.js';

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_task_definition */
export function taskDefinitionValues(found: TaskDefinition, hidden: Hidden): LooseObject {
  return {
    family: found.family,
    revision: found.revision,
    // Its members have the same names in Terraform.
    container_definitions: JSON.stringify((found.containerDefinitions ?? []).map((each) => container(each, hidden))),
    task_role_arn: found.taskRoleArn ?? '',
    execution_role_arn: found.executionRoleArn ?? '',
    network_mode: found.networkMode ?? '',
    pid_mode: found.pidMode ?? '',
    ipc_mode: found.ipcMode ?? '',
    cpu: found.cpu ?? '',
    memory: found.memory ?? '',
    requires_compatibilities: found.requiresCompatibilities,
    placement_constraints: blocks(found.placementConstraints, ({ type, expression = '' }) => ({ type, expression })),
    runtime_platform: block(
      found.runtimePlatform && {
        cpu_architecture: found.runtimePlatform.cpuArchitecture,
        operating_system_family: found.runtimePlatform.operatingSystemFamily,
      },
    ),
    volume: blocks(found.volumes, volume),
    status: found.status,
  };
}

/**
 * What a container may do, and where it may reach. Environment, commands and health checks may hold secrets; labels and the
 * options of log drivers may too, and nothing asks for them.
 */
function container(found: ContainerDefinition, hidden: Hidden) {
  const masked = (texts: readonly string[] | undefined) => texts?.map((text) => hidden.setting(text));
  const { logConfiguration: log } = found;
  return {
    name: found.name,
    image: found.image,
    cpu: found.cpu,
    memory: found.memory,
    memoryReservation: found.memoryReservation,
    essential: found.essential,
    privileged: found.privileged,
    user: found.user,
    readonlyRootFilesystem: found.readonlyRootFilesystem,
    linuxParameters: found.linuxParameters,
    dockerSecurityOptions: found.dockerSecurityOptions,
    systemControls: found.systemControls,
    portMappings: found.portMappings ?? [],
    mountPoints: found.mountPoints ?? [],
    volumesFrom: found.volumesFrom ?? [],
    links: found.links,
    dependsOn: found.dependsOn,
    disableNetworking: found.disableNetworking,
    interactive: found.interactive,
    secrets: found.secrets,
    repositoryCredentials: found.repositoryCredentials,
    environmentFiles: found.environmentFiles,
    environment: (found.environment ?? []).map(({ name, value }) => ({
      name,
      ...(value === undefined ? {} : { value: hidden.setting(value) }),
    })),
    command: masked(found.command),
    entryPoint: masked(found.entryPoint),
    ...(log ? { logConfiguration: { logDriver: log.logDriver, secretOptions: log.secretOptions } } : {}),
  };
}

function volume({ name, host, efsVolumeConfiguration: efs, dockerVolumeConfiguration: docker }: Volume): LooseObject {
  const authorization = efs?.authorizationConfig;
  return {
    name,
    host_path: host?.sourcePath ?? '',
    efs_volume_configuration: block(
      efs && {
        file_system_id: efs.fileSystemId,
        root_directory: efs.rootDirectory ?? '/',
        transit_encryption: efs.transitEncryption ?? '',
        transit_encryption_port: efs.transitEncryptionPort ?? 0,
        authorization_config: block(
          authorization && { access_point_id: authorization.accessPointId ?? '', iam: authorization.iam ?? '' },
        ),
      },
    ),
    docker_volume_configuration: block(
      docker && { scope: docker.scope, driver: docker.driver, autoprovision: docker.autoprovision },
    ),
  };
}
