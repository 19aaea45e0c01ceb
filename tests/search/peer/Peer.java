import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.queryparser.classic.QueryParser;

/** Reads queries, one a line, and prints what Lucene's classic parser makes of them (default AND, field text). */
public class Peer {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      QueryParser parser = new QueryParser("text", new KeywordAnalyzer());
      parser.setDefaultOperator(QueryParser.Operator.AND);
      parser.setSplitOnWhitespace(true);
      parser.setAllowLeadingWildcard(true);
      try {
        out.println(parser.parse(line).toString(""));
      } catch (Exception | Error refused) {
        out.println("ERR");
      }
    }
  }
}
