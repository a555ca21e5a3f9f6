using System.Text;
using Bridge.Mqtt.Codec;

namespace Bridge.Mqtt.Tests.Codec;

public sealed class MqttTextTests
{
    [Theory]
    [InlineData("61", true)]
    [InlineData("", true)]
    [InlineData("C3A9", true)]
    [InlineData("EFBBBF", true)]
    [InlineData("EFBFBF", true)]
    [InlineData("F48FBFBF", true)]
    [InlineData("01", true)]
    [InlineData("00", false)]
    [InlineData("6100", false)]
    [InlineData("C080", false)]
    [InlineData("C0AF", false)]
    [InlineData("E080AF", false)]
    [InlineData("F08080AF", false)]
    [InlineData("EDA080", false)]
    [InlineData("EDBFBF", false)]
    [InlineData("EDA080EDB080", false)]
    [InlineData("F4908080", false)]
    [InlineData("80", false)]
    [InlineData("C3", false)]
    [InlineData("FF", false)]
    public void IsString_OfBytes_FollowsTheStandard(string hex, bool valid)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(valid, MqttText.IsString(bytes));

        // The same behind enough text that the vectorised path takes the front.
        Assert.Equal(valid, MqttText.IsString([.. Encoding.UTF8.GetBytes(new string('x', 77)), .. bytes]));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("a//b", true)]
    [InlineData("$SYS/x", true)]
    [InlineData(" ", true)]
    [InlineData("", false)]
    [InlineData("+", false)]
    [InlineData("a/#", false)]
    [InlineData("a\0", false)]
    public void IsTopicName_OfText_FollowsTheStandard(string topic, bool valid) =>
        Assert.Equal(valid, MqttText.IsTopicName(Encoding.UTF8.GetBytes(topic)));

    [Fact]
    public void IsWellFormed_WithTheNullCharacter_IsTrueForPayloads() => Assert.True(MqttText.IsWellFormed([0]));
}
