"""Pages, blocks, places, languages and what every room needs: versions, jobs, tokens, moderation, retention.

Knows nothing of ideas, ballots or workshops; upper rooms reach in through the registries.
"""
