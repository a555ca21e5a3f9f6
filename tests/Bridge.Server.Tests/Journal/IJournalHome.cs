using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

/// <summary>Where the journals of one test live: opens them again and again, and several at once, on the same data.</summary>
public interface IJournalHome : IAsyncDisposable
{
    Task<IJournal> OpenAsync(TimeProvider time);
}
