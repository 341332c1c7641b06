"""A pretend LMS: courses, sign-in, LTI 1.3 as a platform, roster, grade book, registration.

May import flask, jwt, cryptography, requests and the sandbox's own people, faults and control.
Written from the 1EdTech texts (core 1.3, security framework 1.0, NRPS 2.0, AGS 2.0, Deep Linking
2.0, Dynamic Registration 1.0, client-side postMessages 0.1), strict where a platform may be.
"""

from plugin.sandbox.lms.app import create_lms

__all__ = ["create_lms"]
