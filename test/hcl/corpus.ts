/** Configurations that between them use the whole syntax. The tests parse, print, mutate and edit them. */
export const CORPUS: readonly string[] = [
  '',
  '\n\n',
  '# only a comment',
  'a = 1',
  'a=1\nb   =   2\n',
  'block {}\n',
  'block { }\n',
  'block { a = 1 }\n',
  'block "one" two "thr\\"ee" {\n  a = true\n}\n',
  `resource "aws_instance" "web" {
  ami           = data.aws_ami.ubuntu.id # newest
  instance_type = var.types["web"]
  count         = length(var.zones) > 2 ? 2 : 1 // enough

  metadata_options { http_tokens = "optional" }

  tags = merge(local.tags, {
    Name        = "web-\${count.index}"
    "key space" = "\${var.a}\${var.b}"
    (var.key) : -1,
    inner = { a = [1, 2.5, 1e3], }
  })

  lifecycle {
    ignore_changes = [tags, user_data]
  }
}
`,
  `/* head
   comment */
locals {
  a = [for s in var.list : upper(s) if s != ""]
  b = { for k, v in var.map : k => v... if !contains(var.skip, k) }
  c = aws_instance.web[*].private_ip
  d = aws_instance.web.*.id
  e = module.net["x"].subnets[0].id
  f = var.list.0
  g = a[*].b[*].c
  h = f(g, h...)
  i = provider::aws::arn_parse(var.arn).account
  j = -var.n * (1 + 2) % 3 / 4 - 5
  k = a == b && c != d || e < f && g >= h
  l = (
    1 # one
    + 2
  )
  m = [
    "a", // first

    "b",
    # last
  ]
  n = null
  o = a ? b : c ? d : e
}
`,
  `policy = <<EOF
{
  "Statement": [{ "Action": "s3:*", "Resource": "\${aws_s3_bucket.b.arn}/*" }]
}
EOF
script = <<-EOT
    #!/bin/sh
      echo $\${HOME} %%{x}
    %{ for name in var.names ~}
    echo \${name}
    %{ endfor ~}
    %{ if var.debug }set -x%{ else }set -e%{ endif }
  EOT
`,
  `output "s" {
  value = "esc \\n \\t \\" \\\\ \\u00e9 \\U0001F600 $\${x} %%{y} \${ "inner \${"most"}" } \${~ trim ~} %{ if a }b%{ endif }"
}
`,
  'ünïcode-名前 = {\n  größe = 1\n}\n',
  '\ufeffa = 1\r\nb {\r\n\tc = 2\r\n}\r\n',
  'dynamic "ingress" {\n  for_each = var.ports\n  content {\n    from_port = ingress.value\n  }\n}',
];

/** Strings to splice in where mutations are made. */
export const FRAGMENTS: readonly string[] = [
  '\n|\r\n|\r| |\t|"|${|%{|~}|${~|{|}|(|)|[|]|=|:|,|.|...|*|?|!|-|+|/|%|$|$$|$${|<<E\n|E\n|<<-E\n|#|//|/*|*/|\\|\\n|\\u12',
  "'|`|;|&|&&|~|^|<|<=|=>|==|!=|::| for | in | if |true|null|x|0|1.5|1e5|1.2.3|é|\u00a0|\ufeff|😀|\u2028|\0|@|_",
  'a = 1\n|b {\n|}\n|%{ if a }|%{ else }|%{ endif }|%{ for x in y }|%{ endfor }|x.0.1|[*]|.*|"a"|${x}',
].flatMap((group) => [...group.split('|'), '|', '||']);

/** A small generator of numbers, so that a seed reproduces a run. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** One to three random changes of `text`: something spliced in, cut out, or copied from elsewhere in the corpus. */
export function mutate(text: string, random: (below: number) => number): string {
  let result = text;
  for (let count = random(3); count >= 0; count--) {
    const at = random(result.length + 1);
    const other = CORPUS[random(CORPUS.length)] ?? '';
    const from = random(other.length + 1);
    const variants = [
      result.slice(0, at) + (FRAGMENTS[random(FRAGMENTS.length)] ?? '') + result.slice(at),
      result.slice(0, at) + result.slice(at + 1 + random(12)),
      result.slice(0, at) + other.slice(from, from + random(20)) + result.slice(at),
    ];
    result = variants[random(variants.length)] ?? result;
  }
  return result;
}
