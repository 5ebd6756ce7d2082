resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}

resource "aws_iam_user_policy_attachment" "ci" {
  user       = aws_iam_user.ci.name
  policy_arn = aws_iam_policy.ci.arn
}

resource "aws_iam_policy" "ci" {
  name   = "ci"
  policy = data.aws_iam_policy_document.ci.json
}

data "aws_iam_policy_document" "ci" {
  statement {
    sid = "Identity"

    actions = [
      "iam:Generate*",
      "iam:Get*",
      "iam:List*",
      "iam:Simulate*", # until the roles are known
      "sts:GetCallerIdentity",
    ]

    resources = ["*"]
  }
}
