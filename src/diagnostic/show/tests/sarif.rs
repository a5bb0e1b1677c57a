//! The form that code scanners read.

use super::*;

#[test]
fn sarif() {
    let (files, mut findings) = example();
    sort(&mut findings);
    let options = ShowOptions {
        format: Format::Sarif,
        messages: Messages::En,
        color: false,
        width: 60,
        prefix: "站 点/".into(),
    };
    let mut out = Vec::new();
    show(&findings, &files, &options, &mut out).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    // What the schema requires of each object.
    assert_eq!(document["version"], "2.1.0");
    assert!(rules.iter().all(|rule| rule["id"].is_string() && rule["shortDescription"]["text"].is_string()));
    for result in run["results"].as_array().unwrap() {
        assert!(result["message"]["text"].is_string());
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
    }
    expect![[r#"
        [
          {
            "ruleId": "HM0401",
            "level": "error",
            "message": {
              "text": "there is no site.yaml\ntell where it is with `--site`\u001b[31m"
            },
            "ruleIndex": 53
          },
          {
            "ruleId": "HM0101",
            "level": "error",
            "message": {
              "text": "cannot be read"
            },
            "ruleIndex": 0,
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                  }
                }
              }
            ]
          },
          {
            "ruleId": "HM0710",
            "level": "warning",
            "message": {
              "text": "no reviews"
            },
            "ruleIndex": 79,
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                  },
                  "region": {
                    "startLine": 1,
                    "startColumn": 1,
                    "endLine": 4,
                    "endColumn": 4
                  }
                }
              }
            ]
          },
          {
            "ruleId": "HM0601",
            "level": "error",
            "message": {
              "text": "the address `/a,b:100%/` is taken"
            },
            "ruleIndex": 70,
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                  },
                  "region": {
                    "startLine": 2,
                    "startColumn": 1,
                    "endLine": 2,
                    "endColumn": 10
                  }
                }
              }
            ],
            "relatedLocations": [
              {
                "id": 1,
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/b.md"
                  },
                  "region": {
                    "startLine": 2,
                    "startColumn": 1,
                    "endLine": 2,
                    "endColumn": 15
                  }
                },
                "message": {
                  "text": "the other one"
                }
              },
              {
                "id": 2,
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/static/a.html"
                  }
                },
                "message": {
                  "text": "and this file"
                }
              }
            ]
          },
          {
            "ruleId": "HM0208",
            "level": "error",
            "message": {
              "text": "there is no partner `wenchuang-gruop`\ndid you mean `wenchuang-group`?"
            },
            "ruleIndex": 21,
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                  },
                  "region": {
                    "startLine": 3,
                    "startColumn": 22,
                    "endLine": 3,
                    "endColumn": 37
                  }
                }
              }
            ],
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "startLine": 3,
                          "startColumn": 22,
                          "endLine": 3,
                          "endColumn": 37
                        },
                        "insertedContent": {
                          "text": "wenchuang-group"
                        }
                      }
                    ]
                  }
                ]
              }
            ]
          },
          {
            "ruleId": "HM0603",
            "level": "note",
            "message": {
              "text": "it stops here"
            },
            "ruleIndex": 72,
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": "%E7%AB%99%20%E7%82%B9/content/news/2024-05-16-%E6%88%90%E7%AB%8B.md"
                  },
                  "region": {
                    "startLine": 5,
                    "startColumn": 8,
                    "endLine": 5,
                    "endColumn": 8
                  }
                }
              }
            ]
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&run["results"]).unwrap());
}
