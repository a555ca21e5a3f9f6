using Bridge.JournalBench;
using Bridge.Server.Tests.Storage.Postgres;

// dotnet run -c Release --project tests/bench/Bridge.JournalBench [-- [seconds] [sqlite | postgres | postgres://… | consoles]]
// Prints the tables of docs/reliability.md, for both databases unless one is named; "postgres" is a server of its own in the temporary
// folder, ended afterwards. Then memory of idle devices and the replay into a web console, which "consoles" prints alone. The relay is a process of its own; devices are WebSockets of this one.
var length = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0]) : 20);
var which = args.Length > 1 ? args[1] : null;
var results = new List<JournalResult>();
if (which is null or "sqlite")
{
    results.Add(await JournalRun.MeasureAsync("SQLite", null, length));
}

if (which is null or "postgres")
{
    var server = new PostgresServer { WaitsForTheDisk = true };
    try
    {
        await server.InitializeAsync();
        results.Add(await JournalRun.MeasureAsync("PostgreSQL", await server.CreateDatabaseAsync(), length));
    }
    finally
    {
        await server.DisposeAsync();
    }
}
else if (which is not ("sqlite" or "consoles"))
{
    results.Add(await JournalRun.MeasureAsync("PostgreSQL", which, length));
}

if (results.Count > 0)
{
    JournalTable.Print(results, length, SyncTimes.Measure());
    Console.WriteLine();
}

if (which is null or "consoles")
{
    await IdleRun.PrintAsync();
    await ReplayRun.PrintAsync();
}
