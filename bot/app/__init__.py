"""The only place where parts are plugged together: storage, scripts, texts, conversation, delivery,
channels.
"""
