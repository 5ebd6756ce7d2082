# edit: Move files of aws_efs_file_system.archive to Infrequent Access after 30 days: in-place, width 0
# edit: Move files of aws_efs_file_system.data to Infrequent Access after 30 days: in-place, width 0

resource "aws_efs_file_system" "data" {
  encrypted = true

  tags = {
    Name = "data"
  }
}

resource "aws_efs_file_system" "archive" {
  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
}
