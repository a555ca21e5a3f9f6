using Bridge.JournalBench;

// dotnet run -c Release --project tests/bench/Bridge.JournalBench [-- [seconds] [postgres://…]]
// Prints the table of docs/reliability.md. The relay is a process of its own; devices are WebSockets of this one.
var seconds = args.Length > 0 ? int.Parse(args[0]) : 20;
await JournalRun.PrintAsync(TimeSpan.FromSeconds(seconds), args.Length > 1 ? args[1] : null);
