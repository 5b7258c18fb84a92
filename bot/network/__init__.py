"""Who wants to be in touch with other organisations, who fits whom, and what becomes of a proposal."""
