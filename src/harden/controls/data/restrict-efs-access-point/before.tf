# edit: Create the directory of aws_efs_access_point.app with permissions 750: replacement, width 1

resource "aws_efs_file_system" "data" {
  encrypted = true
}

resource "aws_efs_access_point" "app" {
  file_system_id = aws_efs_file_system.data.id

  root_directory {
    path = "/app"
    creation_info {
      owner_gid   = 1000
      owner_uid   = 1000
      permissions = "777"
    }
  }
}
