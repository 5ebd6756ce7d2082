# The nightly copies of the patient records.

resource "aws_efs_file_system" "records" {
  tags = merge(local.tags, { Name = "patient-records" })
}

resource "aws_efs_mount_target" "records" {
  file_system_id  = aws_efs_file_system.records.id
  subnet_id       = aws_subnet.services.id
  security_groups = [aws_security_group.storage.id]
}

resource "aws_efs_access_point" "nightly" {
  file_system_id = aws_efs_file_system.records.id

  root_directory {
    path = "/nightly"

    creation_info {
      owner_uid   = 1500
      owner_gid   = 1500
      permissions = "777"
    }
  }

  posix_user {
    uid = 1500
    gid = 1500
  }

  tags = local.tags
}
