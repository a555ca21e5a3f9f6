using Bridge.Server.Journal;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalOptionsTests
{
    [Fact]
    public void Validate_TheDefaults_Succeeds() => Assert.True(new JournalOptionsValidator().Validate(null, new JournalOptions()).Succeeded);

    [Fact]
    public void Validate_WithSeveralFaults_ReportsAll()
    {
        var result = new JournalOptionsValidator().Validate(null, new JournalOptions
        {
            MaximumAge = TimeSpan.Zero,
            MaximumBytes = 0,
            FreeDiskFloor = -1,
            MaximumWaitingBytes = 0,
            RetentionInterval = TimeSpan.Zero,
        });
        Assert.Equal(5, result.Failures!.Count());
    }
}
