resource "aws_efs_file_system" "data" {
  creation_token = "data"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_efs_file_system" "backup" {
  encrypted = false
}
