using Bridge.Server.Security;

namespace Bridge.Server.Tests.Security;

/// <summary>Changes of one device's credentials that meet.</summary>
public sealed class DeviceCredentialsRaceTests
{
    private static readonly DeviceIdentity Phone = new("d1", "main");

    private readonly ManualTime _time = new();
    private readonly SlowTable _table = new();
    private readonly DeviceCredentials _credentials;

    public DeviceCredentialsRaceTests() => _credentials = new DeviceCredentials(_table, _time);

    [Fact]
    public async Task Rotate_OfACredentialThatIsBeingRevoked_GivesNothing()
    {
        var old = _credentials.Find(await _credentials.IssueAsync(Phone, default))!;
        _table.Hold();
        var revoking = _credentials.RevokeAsync("d1", default);

        var rotating = _credentials.RotateAsync(old, default);
        _table.Release();

        await revoking;
        Assert.Null(await rotating);
        Assert.False(_credentials.HasAny("d1"));
        Assert.Empty(_table.Inner.Rows);
    }

    [Fact]
    public async Task Revoke_BeforeItIsStored_EndsTheSecretsHere()
    {
        var secret = await _credentials.IssueAsync(Phone, default);
        _table.Hold();

        var revoking = _credentials.RevokeAsync("d1", default);

        Assert.Null(_credentials.Find(secret));
        _table.Release();
        await revoking;
    }

    [Fact]
    public async Task Revoke_WhileAnotherIsIssued_TakesThatToo()
    {
        _table.Hold();
        var issuing = _credentials.IssueAsync(Phone, default);
        var revoking = _credentials.RevokeAsync("d1", default);
        _table.Release();

        var secret = await issuing;
        await revoking;

        Assert.Null(_credentials.Find(secret));
        Assert.Empty(_table.Inner.Rows);
    }

    /// <summary>A database that takes its time.</summary>
    private sealed class SlowTable : ICredentialTable
    {
        private TaskCompletionSource _gate = Open();

        public MemoryCredentialTable Inner { get; } = new();

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate.SetResult();

        public Task<IReadOnlyList<DeviceCredential>> LoadAsync(DateTimeOffset now, CancellationToken cancellation) => Inner.LoadAsync(now, cancellation);

        public async Task SaveAsync(DeviceCredential credential, CancellationToken cancellation)
        {
            await _gate.Task;
            await Inner.SaveAsync(credential, cancellation);
        }

        public async Task DeleteAsync(string device, CancellationToken cancellation)
        {
            await _gate.Task;
            await Inner.DeleteAsync(device, cancellation);
        }

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
