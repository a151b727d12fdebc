"""What a restriction of Regions has to leave alone, or the console, billing and support stop working.

The sources: AWS's examples (Organizations user guide, orgs_manage_policies_scps_examples_general), the Region deny
controls of Control Tower (controlreference, primary-region-deny-policy), and what AWS itself attaches to new sign-ups
(accounts reference, scps-and-rcps-for-projects). Requests to global services carry us-east-1 as their Region.
"""

from __future__ import annotations

GLOBAL_SERVICES = (
    "a4b",
    "access-analyzer",
    "account",
    "acm",
    "activate",
    "artifact",
    "aws-marketplace",
    "aws-marketplace-management",
    "aws-portal",
    "billing",
    "billingconductor",
    "budgets",
    "ce",
    "chatbot",
    "chime",
    "cloudfront",
    "cloudfront-keyvaluestore",
    "compute-optimizer",
    "consoleapp",
    "consolidatedbilling",
    "cost-optimization-hub",
    "cur",
    "directconnect",
    "ecr-public",
    "fms",
    "freetier",
    "globalaccelerator",
    "health",
    "iam",
    "identitystore",
    "identitystore-auth",
    "importexport",
    "invoicing",
    "iq",
    "networkmanager",
    "notifications",
    "notifications-contacts",
    "organizations",
    "payments",
    "pricing",
    "q",
    "resource-explorer-2",
    "route53",
    "route53-recovery-cluster",
    "route53-recovery-control-config",
    "route53-recovery-readiness",
    "route53domains",
    "savingsplans",
    "servicequotas",
    "shield",
    "signin",
    "sso",
    "sso-directory",
    "sso-oauth",
    "sts",
    "support",
    "supportapp",
    "supportplans",
    "sustainability",
    "tag",
    "tax",
    "trustedadvisor",
    "uxc",
    "waf",
    "waf-regional",
    "wafv2",
)
"""By action prefix. They have one endpoint for the whole world, or only one Region has what they show."""

LOOKS_AROUND = (
    "cloudtrail:LookupEvents",
    "cloudwatch:Describe*",
    "cloudwatch:Get*",
    "cloudwatch:List*",
    "ec2:DescribeRegions",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnGateways",
    "kms:Describe*",
    "kms:List*",
    "s3:GetAccountPublic*",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "s3:ListMultiRegionAccessPoints",
    "s3:PutAccountPublic*",
)
"""What global services and the console ask other services for. Nothing in it makes anything that costs or computes."""

INFERENCE = ("bedrock:InvokeModel*",)
"""A cross-Region inference profile asks for the model in whichever Region has room."""

NOT_RESTRICTED = (*(f"{prefix}:*" for prefix in GLOBAL_SERVICES), *LOOKS_AROUND, *INFERENCE)
"""Every action that a restriction of Regions leaves alone."""
