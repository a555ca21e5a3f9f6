using Bridge.Server.Security;

namespace Bridge.Server.Tests.Security;

public sealed class DeviceCredentialsTests
{
    private static readonly DeviceIdentity Phone = new("d1", "main");

    private readonly ManualTime _time = new();
    private readonly MemoryCredentialTable _table = new();

    [Fact]
    public async Task Find_IssuedSecret_GivesIdentity()
    {
        var credentials = new DeviceCredentials(_table, _time);
        var secret = await credentials.IssueAsync(Phone, default);

        Assert.Equal(Phone, credentials.Find(secret)?.Identity);
        Assert.Null(credentials.Find(secret + "x"));
    }

    [Fact]
    public async Task Issue_Always_StoresNoSecret()
    {
        var secret = await new DeviceCredentials(_table, _time).IssueAsync(Phone, default);

        Assert.DoesNotContain(_table.Rows.Values, row => row.ToString().Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task Find_AroundExpiry_EndsExactlyThen(int millisecondsAfter, bool valid)
    {
        var credentials = new DeviceCredentials(_table, _time);
        var secret = await credentials.IssueAsync(Phone, default);

        _time.Advance(DeviceCredentials.Lifetime + TimeSpan.FromMilliseconds(millisecondsAfter));

        Assert.Equal(valid, credentials.Find(secret) is not null);
    }

    [Fact]
    public async Task Load_AfterRestart_KnowsTheSecretAgain()
    {
        var secret = await new DeviceCredentials(_table, _time).IssueAsync(Phone, default);
        var restarted = new DeviceCredentials(_table, _time);

        await restarted.LoadAsync(default);

        Assert.Equal(Phone, restarted.Find(secret)?.Identity);
    }

    [Fact]
    public async Task Rotate_OldSecret_WorksForTheGraceOnly()
    {
        var credentials = new DeviceCredentials(_table, _time);
        var old = await credentials.IssueAsync(Phone, default);
        _time.Advance((DeviceCredentials.Lifetime / 2) + TimeSpan.FromSeconds(1));
        Assert.True(credentials.IsStale(credentials.Find(old)!));

        var fresh = await credentials.RotateAsync(credentials.Find(old)!, default);

        Assert.NotNull(fresh);
        Assert.False(credentials.IsStale(credentials.Find(fresh)!));
        Assert.NotNull(credentials.Find(old));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(credentials.Find(old));
        Assert.NotNull(credentials.Find(fresh));
    }

    [Fact]
    public async Task Revoke_Device_EndsAllItsSecretsHereAndInTheTable()
    {
        var credentials = new DeviceCredentials(_table, _time);
        var first = await credentials.IssueAsync(Phone, default);
        var second = await credentials.IssueAsync(Phone, default);
        var other = await credentials.IssueAsync(new DeviceIdentity("d2", "main"), default);

        await credentials.RevokeAsync("d1", default);

        Assert.Null(credentials.Find(first));
        Assert.Null(credentials.Find(second));
        Assert.NotNull(credentials.Find(other));
        Assert.Single(_table.Rows);
    }
}
