"""What an assessment comes to: facts first, then the texts and pictures made of them."""
