"""The mentoring tool: its rules, its use cases, its pages, and the wiring of the pillars."""
