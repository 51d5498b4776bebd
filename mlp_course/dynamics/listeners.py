"""What may listen to a recording."""

from mlp_course.dynamics.recording import Frame, Recorder
from mlp_course.progress import StepBar


class ProgressBar(StepBar):
    """One line with time and temperature, on stdout."""

    def __init__(self, title: str = "dynamics"):
        super().__init__(title)

    def __call__(self, recorder: Recorder, frame: Frame) -> None:
        now = f"{frame.time_fs / 1000:.2f} ps, {frame.temperature:.0f} K"
        self.show(frame.number, frame.last, now)
        if frame.number == frame.last:
            self.close()
