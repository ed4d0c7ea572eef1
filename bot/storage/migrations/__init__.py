"""The steps from an empty database to today's tables, run by bot.storage.migrate.

Each file in versions/ is one step and one transaction; the steps form one line and only go forward: the way
back is a backup. A step names its columns and constraints itself and imports nothing of the bot, so that it
means the same for ever. A step that has been released is never edited.
"""
