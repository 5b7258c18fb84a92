"""How an update becomes an answer and a decision a message: the rules that no other test quotes whole."""
