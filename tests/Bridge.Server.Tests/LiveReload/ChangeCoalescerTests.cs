using Bridge.Server.LiveReload;

namespace Bridge.Server.Tests.LiveReload;

public sealed class ChangeCoalescerTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly List<ChangeBatch> _passed = [];
    private readonly ChangeCoalescer _changes;

    public ChangeCoalescerTests() => _changes = new ChangeCoalescer(_time, _passed.Add);

    public void Dispose() => _changes.Dispose();

    [Fact]
    public void Coalescer_OneSave_PassesAfterAFewMilliseconds()
    {
        _changes.Add("/a.css", gone: false);
        _time.Advance(3.9);
        Assert.Empty(_passed);
        _time.Advance(0.2);
        Assert.Equal(["/a.css"], Assert.Single(_passed).Paths);
    }

    [Theory]
    [InlineData("/a.css", 0, 0.1)]
    [InlineData("/a.html", 1.9, 0.2)]
    public void Coalescer_SaveThatIsComplete_PassesSooner(string path, double before, double then)
    {
        using var changes = new ChangeCoalescer(_time, _passed.Add, _ => true);
        changes.Add(path, gone: false);
        _time.Advance(before);
        Assert.Equal(before > 0 ? 0 : 1, _passed.Count);
        _time.Advance(then);
        Assert.Equal([path], Assert.Single(_passed).Paths);
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("style.css")]
    public void Coalescer_BuildOfCompleteFiles_ReloadsOnce(string first)
    {
        using var changes = new ChangeCoalescer(_time, _passed.Add, _ => true);
        changes.Add($"/dist/{first}", gone: false);
        for (var i = 0; i < 300; i++)
        {
            _time.Advance(1);
            changes.Add($"/dist/{i}.js", gone: false);
        }

        _time.Advance(1_000);

        // A style sheet is swapped before the build has gone on; the one reload is that of all the rest.
        Assert.Single(_passed, batch => batch.Paths.Any(path => ChangeKinds.Of(path) == ChangeKind.Reload));
        Assert.Equal(301, _passed.Sum(batch => batch.Paths.Count));
    }

    [Fact]
    public void Coalescer_TruncateAndWrite_IsOneChange()
    {
        for (var i = 0; i < 5; i++)
        {
            _changes.Add("/a.css", gone: false);
            _time.Advance(3);
        }

        _time.Advance(10);
        Assert.Single(_passed);
    }

    [Fact]
    public void Coalescer_DeleteAndCreate_IsOneChange()
    {
        _changes.Add("/a.css", gone: true);
        _time.Advance(59);
        Assert.Empty(_passed);
        _changes.Add("/a.css", gone: false);
        _time.Advance(5);
        Assert.Single(_passed);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Coalescer_BuildOf300Files_PassesOnceOrOnceMore(double gap)
    {
        for (var i = 0; i < 300; i++)
        {
            _changes.Add($"/dist/{i}.js", gone: false);
            _time.Advance(gap);
        }

        _time.Advance(1_000);

        // A gap longer than the quiet period of a single save lets the first file through; the rest comes as one.
        Assert.InRange(_passed.Count, 1, gap < 4 ? 1 : 2);
        Assert.Equal(300, _passed.Sum(batch => batch.Paths.Count));
    }

    [Fact]
    public void Coalescer_NeverQuiet_PassesAfterTheLongestWait()
    {
        for (var waited = TimeSpan.Zero; waited < QuietPeriod.Longest - TimeSpan.FromMilliseconds(3); waited += TimeSpan.FromMilliseconds(3))
        {
            _changes.Add($"/{waited.Ticks % 20}", gone: false);
            _time.Advance(3);
            Assert.Empty(_passed);
        }

        _changes.Add("/last", gone: false);
        _time.Advance(3.1);
        Assert.Single(_passed);
    }

    [Fact]
    public void Coalescer_TooManyPaths_IsEverything()
    {
        for (var i = 0; i <= ChangeCoalescer.MostPaths; i++)
        {
            _changes.Add($"/{i}", gone: false);
        }

        _time.Advance(1_000);
        Assert.True(Assert.Single(_passed).Everything);
        Assert.Equal(ChangeCoalescer.MostPaths, _passed[0].Paths.Count);
    }

    [Fact]
    public void Coalescer_EverythingAgainAndAgain_PassesAllTheSame()
    {
        for (var waited = 0.0; waited < QuietPeriod.Build.TotalMilliseconds; waited += 100)
        {
            Assert.Empty(_passed);
            _changes.AddEverything();
            _time.Advance(100);
        }

        Assert.True(Assert.Single(_passed).Everything);
    }
}
