"""Claim, scope and message names, each under the section that defines it."""

from typing import Final

# LTI Core 1.3, sections 5.3 and 5.4 (https://www.imsglobal.org/spec/lti/v1p3)
_CORE: Final = "https://purl.imsglobal.org/spec/lti/claim/"
CONTEXT: Final = _CORE + "context"
CUSTOM: Final = _CORE + "custom"
DEPLOYMENT_ID: Final = _CORE + "deployment_id"
FOR_USER: Final = _CORE + "for_user"
LAUNCH_PRESENTATION: Final = _CORE + "launch_presentation"
MESSAGE_TYPE: Final = _CORE + "message_type"
RESOURCE_LINK: Final = _CORE + "resource_link"
ROLES: Final = _CORE + "roles"
TARGET_LINK_URI: Final = _CORE + "target_link_uri"
TOOL_PLATFORM: Final = _CORE + "tool_platform"
VERSION: Final = _CORE + "version"

# Names and Role Provisioning Services 2.0, section 2.3
NAMES_ROLES: Final = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPE_MEMBERSHIPS: Final = (
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
)
MEDIA_MEMBERSHIPS: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

# Assignment and Grade Services 2.0, section 3.1 and appendix A
AGS_ENDPOINT: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCOPE_LINE_ITEM: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCOPE_LINE_ITEM_READ: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
SCOPE_SCORE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPE_RESULT_READ: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
MEDIA_LINE_ITEM: Final = "application/vnd.ims.lis.v2.lineitem+json"
MEDIA_LINE_ITEMS: Final = "application/vnd.ims.lis.v2.lineitemcontainer+json"
MEDIA_SCORE: Final = "application/vnd.ims.lis.v1.score+json"
MEDIA_RESULTS: Final = "application/vnd.ims.lis.v2.resultcontainer+json"

# Course Groups 1.0, sections 2 and 3
GROUPS: Final = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
SCOPE_GROUPS: Final = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
MEDIA_GROUPS: Final = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"

# Platform Notification Service 1.0, sections 3 and 4
NOTICE_HANDLERS: Final = _CORE + "platformnotificationservice"
SCOPE_NOTICES: Final = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
NOTICE: Final = _CORE + "notice"
CONTEXT_COPY: Final = "LtiContextCopyNotice"
ORIGIN_CONTEXTS: Final = _CORE + "origin_contexts"

# Deep Linking 2.0, sections 4.4 and 4.5
DEEP_LINKING_SETTINGS: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
CONTENT_ITEMS: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"
DEEP_LINKING_DATA: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
