// One test at a time: each has a relay and dozens of devices, and judges how long things take.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
