using System.Text;
using Bridge.Contracts.Topics;
using Bridge.Server.Journal;
using Bridge.Server.Relay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.Journal;

public sealed class JournalIntakeTests
{
    private const long MiB = 1 << 20;
    private static readonly BridgeTopic Log = BridgeTopic.Feed("main", "d1", "log");
    private static readonly byte[] Batch = Encoding.UTF8.GetBytes("""{"page":"p","seq":0,"origin":1,"items":[{}]}""");

    private readonly FakeJournal _journal = new();
    private readonly FakeDisk _disk = new();
    private readonly SteppedClock _clock = new();
    private readonly List<string> _notices = [];
    private readonly JournalHealth _health;
    private readonly JournalIntake _intake;

    public JournalIntakeTests()
    {
        var notices = new RelayNotices();
        notices.Posted += notice => _notices.Add(notice.Kind);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var options = Options.Create(new JournalOptions { MaximumWaitingBytes = 2 * Batch.Length });
        _health = new JournalHealth(notices, TimeProvider.System, NullLogger<JournalHealth>.Instance);
        _intake = new JournalIntake(_journal, new JournalSpace(options, _clock, _disk), _health, new JournalMetrics(meters), options, NullLogger<JournalIntake>.Instance);
    }

    [Fact]
    public async Task Accept_ABatch_EndsWhenTheJournalHasIt()
    {
        var durable = new TaskCompletionSource<JournalReceipt>();
        _journal.Answer = _ => durable.Task;
        var accept = _intake.AcceptAsync(Log, Batch);
        Assert.False(accept.IsCompleted);
        durable.SetResult(new JournalReceipt(1, 0, 0, "c"));
        Assert.Equal(IntakeOutcome.Stored, await accept);
    }

    [Fact]
    public async Task Accept_NoBatch_IsMalformedAndDoesNotReachTheJournal()
    {
        _journal.Answer = _ => throw new InvalidOperationException("reached");
        Assert.Equal(IntakeOutcome.Malformed, await _intake.AcceptAsync(Log, "{}"u8.ToArray()));
    }

    [Fact]
    public async Task Accept_AtTheDisksFloor_StopsBelowItAndGoesOnWellAboveIt()
    {
        await Expect(256 * MiB, IntakeOutcome.Stored);
        await Expect((256 * MiB) - 1, IntakeOutcome.Stopped);
        await Expect(256 * MiB, IntakeOutcome.Stopped);
        await Expect((272 * MiB) - 1, IntakeOutcome.Stopped);
        Assert.Contains("256 MiB must stay free", _health.Trouble, StringComparison.Ordinal);
        await Expect(272 * MiB, IntakeOutcome.Stored);
        Assert.Null(_health.Trouble);
        Assert.Equal(["journal-stopped", "journal-resumed"], _notices);

        async Task Expect(long free, IntakeOutcome outcome)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _disk.Free = free;
            Assert.Equal(outcome, await _intake.AcceptAsync(Log, Batch));
        }
    }

    [Fact]
    public async Task Accept_WithinASecond_DoesNotAskTheDiskAgain()
    {
        await _intake.AcceptAsync(Log, Batch);
        _disk.Free = 0;
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(IntakeOutcome.Stored, await _intake.AcceptAsync(Log, Batch));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(IntakeOutcome.Stopped, await _intake.AcceptAsync(Log, Batch));
    }

    [Fact]
    public async Task Accept_WithTooMuchWaiting_IsBusyAndTakesMoreOnceItIsWritten()
    {
        var durable = new TaskCompletionSource<JournalReceipt>();
        _journal.Answer = _ => durable.Task;
        var first = _intake.AcceptAsync(Log, Batch);
        var second = _intake.AcceptAsync(Log, Batch);
        Assert.Equal(IntakeOutcome.Busy, await _intake.AcceptAsync(Log, Batch));
        durable.SetResult(new JournalReceipt(1, 0, 0, "c"));
        Assert.Equal([IntakeOutcome.Stored, IntakeOutcome.Stored, IntakeOutcome.Stored], [await first, await second, await _intake.AcceptAsync(Log, Batch)]);
    }

    [Fact]
    public async Task Accept_WhenTheJournalFails_TellsItOnceAndItsEndOnce()
    {
        _journal.Answer = _ => throw new JournalUnavailableException("the server is away");
        Assert.Equal(IntakeOutcome.Failed, await _intake.AcceptAsync(Log, Batch));
        Assert.Equal(IntakeOutcome.Failed, await _intake.AcceptAsync(Log, Batch));
        Assert.Equal("the server is away", _health.Trouble);
        _journal.Answer = _ => Task.FromResult(new JournalReceipt(1, 0, 0, "c"));
        Assert.Equal(IntakeOutcome.Stored, await _intake.AcceptAsync(Log, Batch));
        Assert.Equal(["journal-stopped", "journal-resumed"], _notices);
    }

    [Fact]
    public async Task Accept_UnderWayWhenTheJournalFails_SaysNothingOfHowItIsNow()
    {
        var durable = new TaskCompletionSource<JournalReceipt>();
        _journal.Answer = _ => durable.Task;
        var early = _intake.AcceptAsync(Log, Batch);
        _disk.Free = 0;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(IntakeOutcome.Stopped, await _intake.AcceptAsync(Log, Batch));

        durable.SetResult(new JournalReceipt(1, 0, 0, "c"));

        Assert.Equal(IntakeOutcome.Stored, await early);
        Assert.NotNull(_health.Trouble);
        Assert.Equal(["journal-stopped"], _notices);
    }

    [Fact]
    public async Task Accept_RefusedAtTheDoor_TellsTheJournalWhatHasToComeFirst()
    {
        _disk.Free = 0;
        Assert.Equal(IntakeOutcome.Stopped, await _intake.AcceptAsync(Log, Batch));
        Assert.Equal(0, Assert.Single(_journal.Refused).Seq);
        _journal.Answer = _ => throw new JournalOrderException();
        _disk.Free = long.MaxValue;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(IntakeOutcome.Early, await _intake.AcceptAsync(Log, Batch));
        Assert.Single(_journal.Refused);
    }

    private sealed class FakeDisk : IFreeDisk
    {
        public string Folder => "/data";

        public long Free { get; set; } = long.MaxValue;

        public long FreeBytes() => Free;
    }
}
