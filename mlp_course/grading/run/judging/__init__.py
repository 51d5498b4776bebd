"""The judge as a process: what it is asked to do, how it is reached, what it runs."""
