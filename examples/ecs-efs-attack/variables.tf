variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "office_ranges" {
  description = "Addresses of the clinic's offices."
  type        = list(string)
}

variable "operations_key" {
  description = "The public SSH key of the operations team."
  type        = string
}

variable "ami" {
  description = "Ubuntu with the Systems Manager agent."
  type        = string
}

variable "artifacts_bucket" {
  description = "Holds the packaged functions."
  type        = string
}

locals {
  tags = {
    Company = "Harbour Clinic"
    Stack   = "archive"
  }
}
