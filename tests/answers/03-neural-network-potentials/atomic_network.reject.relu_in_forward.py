# ReLU as a function
# says: kink
def atomic_network(n_features, hidden):
    class Lecture(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc1, self.fc2, self.fc3 = nn.Linear(n_features, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, 1)

        def forward(self, x):
            return self.fc3(torch.relu(self.fc2(torch.tanh(self.fc1(x)))))

    return Lecture()
