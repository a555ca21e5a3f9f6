using Bridge.Server.Security;
using Bridge.Server.Storage;
using Bridge.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Security;

/// <summary>Sessions and credentials while the database is away.</summary>
public sealed class UnstoredSecretsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task OpenSession_WhileTheDatabaseIsAway_LetsTheConsoleIn()
    {
        var sessions = new ConsoleSessions(new ConsoleSessionTable(new UnreachableStore()), _time, NullLogger<ConsoleSessions>.Instance);
        var secret = await sessions.OpenAsync(default);
        Assert.Equal(ConsoleScopes.All, sessions.Find(secret)?.Scopes);
    }

    [Fact]
    public async Task Issue_WhileTheDatabaseIsAway_GivesNothingThatARestartWouldTake()
    {
        var credentials = new DeviceCredentials(new CredentialTable(new UnreachableStore()), _time);
        await Assert.ThrowsAsync<StorageException>(() => credentials.IssueAsync(new DeviceIdentity("d1", "main"), default));
    }

    [Fact]
    public async Task Rotate_WhileTheDatabaseIsAway_LeavesTheOldOneItsWholeLife()
    {
        var stored = new MemoryCredentialTable();
        var secret = await new DeviceCredentials(stored, _time).IssueAsync(new DeviceIdentity("d1", "main"), default);
        var away = new DeviceCredentials(new FallenCredentialTable(stored), _time);
        await away.LoadAsync(default);

        await Assert.ThrowsAsync<StorageException>(() => away.RotateAsync(away.Find(secret)!, default));

        _time.Advance(DeviceCredentials.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(away.Find(secret));
    }

    /// <summary>One that was there at the start, and is away since.</summary>
    private sealed class FallenCredentialTable(ICredentialTable before) : ICredentialTable
    {
        public Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) => before.LoadAsync(now, cancellation);

        public Task SaveAsync(DeviceCredential credential, CancellationToken cancellation) => throw new StorageException("away");

        public Task DeleteAsync(string device, CancellationToken cancellation) => throw new StorageException("away");
    }
}
