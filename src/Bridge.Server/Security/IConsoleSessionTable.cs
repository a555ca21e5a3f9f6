namespace Bridge.Server.Security;

/// <summary>Where the web console's sessions outlive the relay, so that a restart doesn't send everybody back to the terminal.</summary>
internal interface IConsoleSessionTable
{
    /// <summary>Every session that has not expired at <paramref name="now"/>; forgets the others.</summary>
    Task<IReadOnlyList<ConsoleSession>> LoadAsync(DateTimeOffset now, CancellationToken cancellation);

    Task SaveAsync(ConsoleSession session, CancellationToken cancellation);
}
