"""What a lesson notebook is, and how students come by theirs."""
