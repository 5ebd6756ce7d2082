variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "shop_image" {
  description = "The image of the shop's web application."
  type        = string
  default     = "ghcr.io/fernhill-books/storefront:3.4"
}

variable "ledger_image" {
  description = "The image of the service that books payments."
  type        = string
  default     = "ghcr.io/fernhill-books/ledger:1.12"
}
