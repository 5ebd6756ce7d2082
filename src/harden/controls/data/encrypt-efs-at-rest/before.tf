# edit: Encrypt aws_efs_file_system.backup at rest: replacement, width 5, loses data
# edit: Encrypt aws_efs_file_system.data at rest: replacement, width 5, loses data

resource "aws_efs_file_system" "data" {
  creation_token = "data"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_efs_file_system" "backup" {
  encrypted = false
}
