# edit: Encrypt aws_efs_file_system.backup at rest: replacement, width 5, loses data
# edit: Encrypt aws_efs_file_system.data at rest: replacement, width 5, loses data

resource "aws_efs_file_system" "data" {
  creation_token = "data"
  encrypted      = true
  kms_key_id     = aws_kms_key.data.arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_efs_file_system" "backup" {
  encrypted  = true
  kms_key_id = aws_kms_key.backup.arn
}

resource "aws_kms_key" "data" {
  description             = "Encrypts aws_efs_file_system.data at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_key" "backup" {
  description             = "Encrypts aws_efs_file_system.backup at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}
